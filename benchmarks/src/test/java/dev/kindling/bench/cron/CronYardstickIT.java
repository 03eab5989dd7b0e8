package dev.kindling.bench.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A quick run, to see that it works. */
@Tag("nightly")
class CronYardstickIT {
  @Test
  void yardstickShouldMeasureEachExpressionAndJudgeNothingWhenQuick() {
    Report report = new CronYardstick(CronPlan.quick(), line -> {}).run();

    assertThat(report.races()).hasSize(CronCase.ALL.size());
    assertThat(report.verdict()).isNotEqualTo(Verdict.MISSED);
  }
}
