package dev.kindling.gateway.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.schedule.ClosedDates;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CalendarFileTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  private static CalendarFile.Content read(String... events) {
    StringBuilder file =
        new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n");
    for (String event : events) {
      file.append("BEGIN:VEVENT\r\nUID:")
          .append(event.hashCode())
          .append("\r\nDTSTAMP:20260101T000000Z\r\n")
          .append(event.replace("|", "\r\n"))
          .append("\r\nEND:VEVENT\r\n");
    }
    return CalendarFile.read(file.append("END:VCALENDAR\r\n").toString(), TODAY);
  }

  private static ClosedDates closed(String from, String to, String why) {
    return new ClosedDates(LocalDate.parse(from), LocalDate.parse(to), why);
  }

  @Test
  void readShouldTakeAllDayEventsWhoseEndIsTheDayAfter() {
    // when
    CalendarFile.Content content =
        read(
            "DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20261227|SUMMARY:Christmas",
            "DTSTART;VALUE=DATE:20261003|SUMMARY:Tag der Deutschen Einheit",
            "DTSTART;VALUE=DATE:20260501|DTEND;VALUE=DATE:20260502",
            "DTSTART;VALUE=DATE:20260701|DURATION:P3D|SUMMARY:Inventory");

    // then
    assertThat(content.spec().dates())
        .containsExactly(
            closed("2026-05-01", "2026-05-01", null),
            closed("2026-07-01", "2026-07-03", "Inventory"),
            closed("2026-10-03", "2026-10-03", "Tag der Deutschen Einheit"),
            closed("2026-12-24", "2026-12-26", "Christmas"));
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void readShouldWriteOutWhatRecursAndSaySo() {
    // when
    CalendarFile.Content content =
        read(
            "DTSTART;VALUE=DATE:20000101|RRULE:FREQ=YEARLY|SUMMARY:New Year",
            "DTSTART;VALUE=DATE:20261201|RRULE:FREQ=WEEKLY;COUNT=3|EXDATE;VALUE=DATE:20261208");

    // then
    assertThat(content.spec().dates())
        .hasSize(11 + 2)
        .startsWith(closed("2026-01-01", "2026-01-01", "New Year"))
        .contains(closed("2026-12-15", "2026-12-15", null))
        .doesNotContain(closed("2026-12-08", "2026-12-08", null))
        .endsWith(closed("2036-01-01", "2036-01-01", "New Year"));
    assertThat(content.warnings())
        .extracting(FieldProblem::message)
        .first()
        .isEqualTo(
            "recurs (New Year) and is written out until 2036-11-21: import the file again before"
                + " then.");
  }

  @Test
  void readShouldNameEachEventThatIsNoDay() {
    assertThatThrownBy(
            () ->
                read(
                    "DTSTART:20261224T220000Z|DTEND:20261225T020000Z|SUMMARY:Backup",
                    "DTSTART;VALUE=DATE:20261224",
                    "SUMMARY:Never",
                    "DTSTART;VALUE=DATE:20000101|RRULE:FREQ=SECONDLY"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problem().errors())
                    .extracting(problem -> problem.field() + " " + problem.message())
                    .containsExactly(
                        "events/0 begins at a time of day (Backup): only whole days are taken; write"
                            + " hours of the week as weekly.",
                        "events/2 has no DTSTART.",
                        "events/3 recurs within a day: only whole days are taken."));
  }

  @Test
  void readShouldSayWhatAFileIsWhenThisIsNone() {
    assertThatThrownBy(() -> CalendarFile.read("hello", TODAY))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problem().errors().get(0).message())
                    .contains("BEGIN:VCALENDAR"));
  }

  @Test
  void readShouldBeBoundedWhenAnEventRecursForEver() {
    assertThatThrownBy(() -> read("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=DAILY"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problem().errors().get(0).message()).contains("at most 1000"));
  }
}
