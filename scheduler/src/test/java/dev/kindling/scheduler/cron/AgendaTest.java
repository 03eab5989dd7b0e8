package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Agenda agenda = new Agenda();

  private static Optional<Instant> at(int seconds) {
    return Optional.of(NOON.plusSeconds(seconds));
  }

  @Test
  void firstShouldBeTheEarliestThatIsDueByNameWhereSeveralAre() {
    agenda.put("later", at(5));
    agenda.put("b", at(0));
    agenda.put("a", at(0));

    assertThat(agenda.first(NOON.minusMillis(1))).isEmpty();
    assertThat(agenda.first(NOON)).contains("a");
    assertThat(agenda.next()).isEqualTo(at(0));
  }

  @Test
  void nextShouldForgetWhatWasReplacedOrHasLeft() {
    agenda.put("a", at(0));
    agenda.put("b", at(1));
    agenda.put("a", at(2));
    assertThat(agenda.next()).isEqualTo(at(1));
    agenda.put("b", Optional.empty());
    assertThat(agenda.next()).isEqualTo(at(2));
    agenda.put("a", Optional.empty());
    assertThat(agenda.next()).isEmpty();
  }

  /** Against a plain table that is searched each time. */
  @Test
  void firstShouldBeThatOfATableThatIsSearchedWhateverWasPut() {
    for (int seed = 0; seed < 50; seed++) {
      // given
      Random random = new Random(seed);
      Agenda puts = new Agenda();
      Map<String, Instant> table = new TreeMap<>();

      for (int step = 0; step < 2_000; step++) {
        // when
        String name = "s" + random.nextInt(30);
        if (random.nextInt(5) == 0) {
          puts.put(name, Optional.empty());
          table.remove(name);
        } else {
          Instant due = NOON.plusSeconds(random.nextInt(100));
          puts.put(name, Optional.of(due));
          table.put(name, due);
        }

        // then
        Optional<Map.Entry<String, Instant>> first =
            table.entrySet().stream().min(Comparator.comparing(Map.Entry::getValue));
        assertThat(puts.next())
            .as("seed %d, step %d", seed, step)
            .isEqualTo(first.map(Map.Entry::getValue));
        assertThat(puts.first(NOON.plusSeconds(1_000)))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(first.map(Map.Entry::getKey));
        Instant some = NOON.plusSeconds(random.nextInt(100));
        assertThat(puts.dueAt(some))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(Collections.frequency(table.values(), some));
      }
    }
  }
}
