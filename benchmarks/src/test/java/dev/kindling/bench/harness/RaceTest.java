package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RaceTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void runShouldInterleaveAndNotCountTheFirstRoundWhenTwoContend() {
    // given
    List<String> printed = new ArrayList<>();
    Race race = new Race("a race", List.of(new Fake("a", 2), new Fake("b", 6)), 3, printed::add);
    // when
    Race.Outcome outcome = race.run();
    // then
    assertThat(calls)
        .containsExactly(
            "prepare a 1",
            "run a 1",
            "clear a 1",
            "close a",
            "prepare b 1",
            "run b 1",
            "clear b 1",
            "close b",
            "prepare a 2",
            "run a 2",
            "clear a 2",
            "close a",
            "prepare b 2",
            "run b 2",
            "clear b 2",
            "close b",
            "prepare a 3",
            "run a 3",
            "clear a 3",
            "close a",
            "prepare b 3",
            "run b 3",
            "clear b 3",
            "close b");
    assertThat(outcome.lines())
        .extracting(Line::counted)
        .containsExactly(false, false, true, true, true, true);
    assertThat(Ratio.between(outcome.lines(), Measure.P50, "b", "a").spread())
        .isEqualTo(new Spread(3, 3, 3));
    assertThat(outcome.drift().beforeMillis()).isPositive();
    assertThat(printed).hasSize(9).last().asString().contains("b");
  }

  @Test
  void runShouldCloseTheContestantWhenItsRoundFails() {
    // given
    Race race = new Race("a race", List.of(new Fake("a", 0)), 2, text -> {});
    // then
    assertThatThrownBy(race::run).isInstanceOf(BenchException.class);
    assertThat(calls).containsExactly("prepare a 1", "run a 1", "close a");
  }

  @Test
  void raceShouldBeRefusedWhenNoRoundWouldCount() {
    assertThatThrownBy(() -> new Race("a race", List.of(), 1, text -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private final class Fake implements Contestant {
    private final String name;
    private final long millis;

    Fake(String name, long millis) {
      this.name = name;
      this.millis = millis;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Role role() {
      return Role.OURS;
    }

    @Override
    public List<Long> processes() {
      return List.of();
    }

    @Override
    public void prepare(int round) {
      calls.add("prepare " + name + " " + round);
    }

    @Override
    public Timings run(int round) {
      calls.add("run " + name + " " + round);
      long nanos = millis * 1_000_000;
      if (nanos == 0) {
        return new Timings(List.of(), 1);
      }
      Passage passage = new Passage(nanos, Map.of());
      return new Timings(List.of(passage, passage), 2 * nanos);
    }

    @Override
    public void clear(int round) {
      calls.add("clear " + name + " " + round);
    }

    @Override
    public void close() {
      calls.add("close " + name);
    }
  }
}
