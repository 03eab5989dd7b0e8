package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void parseShouldFindTheTimesWhenTheNameHoldsBlanksAndParentheses() {
    // given: user 7, system 3, children 20 and 5 ticks
    String stat =
        "4711 (a (very) odd name) S 1 4711 4711 0 -1 4194304 100 0 0 0 7 3 20 5 20 0 12 0 99";
    // when
    ProcStat times = ProcStat.parse(stat);
    // then
    assertThat(times).isEqualTo(new ProcStat(100_000_000, 250_000_000));
  }
}
