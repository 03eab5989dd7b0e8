package dev.kindling.model.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The last decisions of a schedule as the text that its state keeps: a line for each, the latest
 * first. A line says how many milliseconds after its instant that was decided, how many seconds
 * after the instant decided before it that was due, and, unless a run was asked for, verdict and
 * reason:
 *
 * <pre>
 * 0 60
 * 12 60
 * 90000 60 COALESCED The run of 2026-11-23T01:30:00Z stands for it: …
 * </pre>
 *
 * <p>States are held by the hundred thousand and written at every fire: twenty fires are 130 bytes
 * so, and 3,000 spelled out. What is left out follows from the rest: an instant from {@link
 * ScheduleState#decidedUntil}, a run's id from schedule and instant.
 */
final class FireLedger {
  private static final int FIELDS = 4;
  private static final String[] NONE = {};

  private FireLedger() {}

  /**
   * A ledger with some more decisions; the oldest leave it.
   *
   * @param ledger empty for none
   * @param decided the instant of the latest decision in it; null where there is none
   * @param more the latest at the end
   */
  static String with(String ledger, Instant decided, List<InstantDecision> more) {
    List<String> lines = new ArrayList<>();
    Instant before = decided;
    for (InstantDecision decision : more) {
      lines.add(line(decision, before == null ? decision.instant() : before));
      before = decision.instant();
    }
    Collections.reverse(lines);
    StringBuilder text = new StringBuilder();
    lines.forEach(text::append);
    return cut(text.append(ledger));
  }

  private static String line(InstantDecision decision, Instant before) {
    long after = Duration.between(decision.instant(), decision.decidedAt()).toMillis();
    long gap = Duration.between(before, decision.instant()).toSeconds();
    String numbers = after + " " + gap;
    return decision.verdict() == Verdict.FIRED
        ? numbers + '\n'
        : numbers + ' ' + decision.verdict() + ' ' + decision.reason().replace('\n', ' ') + '\n';
  }

  private static String cut(StringBuilder text) {
    int end = 0;
    for (int kept = 0; kept < ScheduleState.LEDGER_LENGTH && end < text.length(); kept++) {
      end = text.indexOf("\n", end) + 1;
    }
    return text.substring(0, end);
  }

  /**
   * The decisions, the latest at the end.
   *
   * @param decided the instant of the latest one
   */
  static List<InstantDecision> read(String ledger, Instant decided) {
    List<InstantDecision> decisions = new ArrayList<>();
    Instant instant = decided;
    for (String line : ledger.isEmpty() ? NONE : ledger.split("\n")) {
      String[] fields = line.split(" ", FIELDS);
      Instant decidedAt = instant.plusMillis(Long.parseLong(fields[0]));
      decisions.add(
          fields.length < FIELDS
              ? InstantDecision.fired(instant, decidedAt)
              : InstantDecision.skipped(
                  instant, decidedAt, Verdict.valueOf(fields[2]), fields[FIELDS - 1]));
      instant = instant.minusSeconds(Long.parseLong(fields[1]));
    }
    Collections.reverse(decisions);
    return decisions;
  }
}
