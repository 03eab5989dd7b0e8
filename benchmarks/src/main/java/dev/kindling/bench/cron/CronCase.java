package dev.kindling.bench.cron;

import java.util.List;
import java.util.Optional;

/**
 * One and the same times, as each dialect writes them.
 *
 * @param ours Kindling's, of 6 fields
 * @param quartz Quartz's
 * @param spring Spring's
 * @param jobrunr JobRunr's; empty where it has no form for them
 */
record CronCase(String ours, String quartz, String spring, Optional<String> jobrunr) {
  /** Those of the reference measurements. */
  static final List<CronCase> ALL =
      List.of(
          same("0 */5 * * * *", "0 0/5 * * * ?"),
          same("0 30 2 * * *", "0 30 2 * * ?"),
          same("0 */15 9-17 * * MON-FRI", "0 0/15 9-17 ? * MON-FRI"),
          new CronCase("0 0 9 * * MON#1", "0 0 9 ? * MON#1", "0 0 9 ? * MON#1", Optional.empty()),
          same("0 0 0 L * *", "0 0 0 L * ?"),
          same("0 0 0 31 * *", "0 0 0 31 * ?"),
          same("0 0 0 29 2 *", "0 0 0 29 2 ?"));

  private static CronCase same(String most, String quartz) {
    return new CronCase(most, quartz, most, Optional.of(most));
  }
}
