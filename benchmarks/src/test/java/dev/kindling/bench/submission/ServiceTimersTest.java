package dev.kindling.bench.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceTimersTest {
  @Test
  void sinceShouldTellCountAndMeanWhenATimerRanMeanwhile() {
    // given
    ServiceTimers before = ServiceTimers.parse(page(10, 1.0));
    ServiceTimers after = ServiceTimers.parse(page(14, 1.02));
    // then
    assertThat(after.since(before))
        .isEqualTo("kindling_owner_commit{owner=\"job-runner\"} 4 times, mean 5.000 ms");
    assertThat(after.since(after)).isEmpty();
  }

  private static String page(int count, double sum) {
    return """
    # TYPE kindling_owner_commit_seconds histogram
    kindling_owner_commit_seconds_bucket{owner="job-runner",le="0.1"} 3
    kindling_owner_commit_seconds_count{owner="job-runner"} %d
    kindling_owner_commit_seconds_sum{owner="job-runner"} %s
    jvm_gc_pause_seconds_sum 3.0
    """
        .formatted(count, sum);
  }
}
