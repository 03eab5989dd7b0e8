package dev.kindling.model.job;

import java.time.Duration;

/**
 * How many ended runs of a job stay in the table, and so in lists; older ones are in the archive
 * only. Whatever is less binds first.
 *
 * @param succeeded how many of those that succeeded; never null
 * @param failed how many of all others; never null
 * @param age how long any of them; never null
 */
public record History(Integer succeeded, Integer failed, Duration age) {
  public History {
    succeeded = succeeded == null ? Integer.valueOf(100) : succeeded;
    failed = failed == null ? Integer.valueOf(100) : failed;
    age = age == null ? Duration.ofDays(30) : age;
  }

  /** What holds where a job says nothing. */
  public static History standard() {
    return new History(null, null, null);
  }
}
