package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FireLedgerTest {
  private static final Instant FIRST = Instant.parse("2026-11-22T01:30:00Z");
  private static final Verdict[] VERDICTS = Verdict.values();

  private static InstantDecision fired(Instant instant, long millisAfter) {
    return InstantDecision.fired(instant, instant.plusMillis(millisAfter));
  }

  /** The decision at any later time is read from what was kept of it, whatever came between. */
  @Test
  void readShouldGiveTheLastDecisionsInTheirOrderWhateverTheyAre() {
    for (int seed = 0; seed < 500; seed++) {
      // given
      Random random = new Random(seed);
      List<InstantDecision> all = new ArrayList<>();
      String ledger = "";
      Instant decided = null;

      for (int turn = 0; turn < 15; turn++) {
        // when
        List<InstantDecision> more = some(random, decided == null ? FIRST : decided);
        ledger = FireLedger.with(ledger, decided, more);
        all.addAll(more);
        decided = more.get(more.size() - 1).instant();

        // then
        assertThat(FireLedger.read(ledger, decided))
            .as("seed %d, turn %d", seed, turn)
            .isEqualTo(
                all.subList(Math.max(0, all.size() - ScheduleState.LEDGER_LENGTH), all.size()));
      }
    }
  }

  private static List<InstantDecision> some(Random random, Instant after) {
    List<InstantDecision> some = new ArrayList<>();
    Instant instant = after;
    for (int i = 1 + random.nextInt(random.nextInt(10) == 0 ? 30 : 3); i > 0; i--) {
      instant = instant.plusSeconds(1 + random.nextInt(1_000_000));
      Instant decidedAt = instant.plusMillis(random.nextInt(200_000) - 10);
      Verdict verdict = VERDICTS[random.nextInt(VERDICTS.length)];
      some.add(
          verdict == Verdict.FIRED
              ? InstantDecision.fired(instant, decidedAt)
              : InstantDecision.skipped(
                  instant,
                  decidedAt,
                  verdict,
                  random.nextBoolean() ? "" : "It is 5 – \"no\" run."));
    }
    return some;
  }

  @Test
  void readShouldGiveNothingWhenNothingWasDecided() {
    assertThat(FireLedger.read("", null)).isEmpty();
  }

  @Test
  void readShouldKeepAReasonOfSeveralLinesOnOne() {
    InstantDecision decision =
        InstantDecision.skipped(FIRST, FIRST, Verdict.PAUSED, "The schedule was paused: a\r\nb");
    assertThat(FireLedger.read(FireLedger.with("", null, List.of(decision)), FIRST))
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).isEqualTo("The schedule was paused: a\r b"));
  }

  /** States are held by the hundred thousand, and written at every fire. */
  @Test
  void withShouldTakeAFewBytesForAFire() {
    String ledger = "";
    Instant decided = null;
    for (int i = 0; i < 100; i++) {
      Instant instant = FIRST.plusSeconds(60L * i);
      ledger = FireLedger.with(ledger, decided, List.of(fired(instant, 12)));
      decided = instant;
    }
    assertThat(ledger).hasSize(ScheduleState.LEDGER_LENGTH * "12 60\n".length());
  }
}
