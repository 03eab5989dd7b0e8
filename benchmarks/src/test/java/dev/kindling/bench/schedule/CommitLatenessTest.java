package dev.kindling.bench.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.bench.harness.BenchException;
import org.junit.jupiter.api.Test;

class CommitLatenessTest {
  private static CommitLateness histogram(int to1, int to2, int to8, int all) {
    return CommitLateness.of(
        """
        # TYPE kindling_schedule_lateness_seconds histogram
        kindling_schedule_lateness_seconds_bucket{service="scheduler",le="0.001"} %d
        kindling_schedule_lateness_seconds_bucket{service="scheduler",le="0.002"} %d
        kindling_schedule_lateness_seconds_bucket{service="scheduler",le="0.008"} %d
        kindling_schedule_lateness_seconds_bucket{service="scheduler",le="+Inf"} %d
        kindling_schedule_lateness_seconds_count{service="scheduler"} 7
        """
            .formatted(to1, to2, to8, all));
  }

  @Test
  void percentileSinceShouldCountWhatCameSinceAndTheUpperEndOfItsBucket() {
    CommitLateness before = histogram(0, 0, 500, 500);
    CommitLateness after = histogram(50, 99, 600, 600);

    assertThat(after.percentileSince(before, 50)).isEqualTo(1);
    assertThat(after.percentileSince(before, 99)).isEqualTo(2);
    assertThat(after.percentileSince(before, 99.5)).isEqualTo(8);
  }

  @Test
  void percentileSinceShouldFailWhenNothingCame() {
    CommitLateness same = histogram(1, 1, 1, 1);

    assertThatThrownBy(() -> same.percentileSince(same, 50)).isInstanceOf(BenchException.class);
    assertThatThrownBy(() -> CommitLateness.of("up 1")).isInstanceOf(BenchException.class);
  }
}
