package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void betweenShouldDivideRoundByRoundWhenTheMachineSlowsDown() {
    // given: round 3 is ten times slower for both
    List<Line> lines =
        List.of(
            Lines.p50(1, "limit", 1), Lines.p50(1, "ours", 100),
            Lines.p50(2, "limit", 1), Lines.p50(2, "ours", 3),
            Lines.p50(3, "limit", 10), Lines.p50(3, "ours", 40),
            Lines.p50(4, "limit", 2), Lines.p50(4, "ours", 10));
    // when
    Ratio ratio = Ratio.between(lines, Measure.P50, "ours", "limit");
    // then: round 1 is not there
    assertThat(ratio.spread()).isEqualTo(new Spread(4, 3, 5));
  }

  @Test
  void betweenShouldFailWhenARoundLacksOneOfTheTwo() {
    // given
    List<Line> lines =
        List.of(Lines.p50(2, "limit", 1), Lines.p50(2, "ours", 3), Lines.p50(3, "limit", 1));
    // then
    assertThatThrownBy(() -> Ratio.between(lines, Measure.P50, "ours", "limit"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("same rounds");
  }

  @Test
  void betweenShouldFailWhenOnlyTheFirstRoundWasRun() {
    // given
    List<Line> lines = List.of(Lines.p50(1, "limit", 1), Lines.p50(1, "ours", 3));
    // then
    assertThatThrownBy(() -> Ratio.between(lines, Measure.P50, "ours", "limit"))
        .isInstanceOf(BenchException.class);
  }
}
