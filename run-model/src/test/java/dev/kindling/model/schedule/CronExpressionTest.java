package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {

  /** Each line: why; expression; zone; asked after; the next instants. */
  @ParameterizedTest(name = "{0}: {1} in {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      gap, fixed: right after the change      | 30 2 * * *   | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z
      gap, several fixed: one instant         | 0,15,45 2 * * * | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z
      gap, fixed and one at the change: one   | 30 2,3 * * * | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z
      gap, yearly                             | 30 2 29 3 *  | Europe/Berlin       | 2026-01-01T00:00:00Z | 2026-03-29T01:00:00Z 2027-03-29T00:30:00Z
      gap, hourly: nothing is lost or doubled | 30 * * * *   | Europe/Berlin       | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z
      gap, every 20 minutes                   | */20 * * * * | Europe/Berlin       | 2026-03-29T00:20:00Z | 2026-03-29T00:40:00Z 2026-03-29T01:00:00Z 2026-03-29T01:20:00Z
      gap, minutes of a skipped hour          | */30 2 * * * | Europe/Berlin       | 2026-03-28T12:00:00Z | 2026-03-30T00:00:00Z 2026-03-30T00:30:00Z
      overlap, fixed: first pass only         | 30 2 * * *   | Europe/Berlin       | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
      overlap, asked within the second pass   | 30 2 * * *   | Europe/Berlin       | 2026-10-25T01:10:00Z | 2026-10-26T01:30:00Z
      overlap, hourly: both passes            | 0 * * * *    | Europe/Berlin       | 2026-10-24T23:30:00Z | 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z
      overlap, @hourly is the same            | @hourly      | Europe/Berlin       | 2026-10-24T23:30:00Z | 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z
      overlap, every 20 minutes               | */20 * * * * | Europe/Berlin       | 2026-10-25T00:30:00Z | 2026-10-25T00:40:00Z 2026-10-25T01:00:00Z 2026-10-25T01:20:00Z
      gap, fixed                              | 30 2 * * *   | America/New_York    | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z
      overlap, fixed                          | 30 1 * * *   | America/New_York    | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z
      overlap, hourly                         | 30 * * * *   | America/New_York    | 2026-11-01T05:00:00Z | 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z
      half-hour gap, fixed                    | 15 2 * * *   | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z
      half-hour gap, beside it                | 45 2 * * *   | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:45:00Z 2026-10-04T15:45:00Z
      half-hour gap, every 10 minutes         | */10 * * * * | Australia/Lord_Howe | 2026-10-03T15:20:00Z | 2026-10-03T15:30:00Z 2026-10-03T15:40:00Z
      half-hour overlap, fixed                | 45 1 * * *   | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z
      half-hour overlap, outside it           | 15 1 * * *   | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:15:00Z 2026-04-05T14:45:00Z
      half-hour overlap, every 15 minutes     | */15 * * * * | Australia/Lord_Howe | 2026-04-04T14:40:00Z | 2026-04-04T14:45:00Z 2026-04-04T15:00:00Z 2026-04-04T15:15:00Z
      gap at midnight                         | @daily       | America/Havana      | 2026-03-07T12:00:00Z | 2026-03-08T05:00:00Z 2026-03-09T04:00:00Z
      a day that the calendar left out        | 0 12 * * *   | Pacific/Apia        | 2011-12-29T12:00:00Z | 2011-12-29T22:00:00Z 2011-12-30T22:00:00Z
      a zone of 5:45                          | 0 6 * * *    | Asia/Kathmandu      | 2026-01-01T00:00:00Z | 2026-01-01T00:15:00Z 2026-01-02T00:15:00Z
      either kind of day                      | 0 0 13 * fri | UTC                 | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z 2026-11-13T00:00:00Z 2026-11-20T00:00:00Z
      a starred day asks for both             | 0 0 */2 * mon | UTC                | 2026-11-01T00:00:00Z | 2026-11-09T00:00:00Z 2026-11-23T00:00:00Z
      Sunday is 0, 7 and a name               | 0 0 * * 7,sun | UTC                | 2026-11-21T12:00:00Z | 2026-11-22T00:00:00Z 2026-11-29T00:00:00Z
      a range that ends on Sunday             | 0 0 * * sat-sun | UTC              | 2026-11-20T12:00:00Z | 2026-11-21T00:00:00Z 2026-11-22T00:00:00Z 2026-11-28T00:00:00Z
      names of months                         | 0 0 1 jan,Jul * | UTC              | 2026-02-01T00:00:00Z | 2026-07-01T00:00:00Z 2027-01-01T00:00:00Z
      steps of a range                        | 10-30/10 8 * * * | UTC             | 2026-01-01T08:10:00Z | 2026-01-01T08:20:00Z 2026-01-01T08:30:00Z 2026-01-02T08:10:00Z
      months without a 31st are left out      | 0 0 31 * *   | UTC                 | 2026-03-31T00:00:00Z | 2026-05-31T00:00:00Z 2026-07-31T00:00:00Z
      no leap day in 2100                     | 0 0 29 2 *   | UTC                 | 2096-02-29T00:00:00Z | 2104-02-29T00:00:00Z
      leap days at a weekend                  | 0 0 29 2 */6 | UTC                 | 2072-01-01T00:00:00Z | 2076-02-29T00:00:00Z 2088-02-29T00:00:00Z
      seconds                                 | 15,45 0 8 * * * | UTC              | 2026-01-01T08:00:15Z | 2026-01-01T08:00:45Z 2026-01-02T08:00:15Z
      seconds of every minute                 | */30 * * * * ? | UTC               | 2026-01-01T23:59:00Z | 2026-01-01T23:59:30Z 2026-01-02T00:00:00Z 2026-01-02T00:00:30Z
      every second                            | * * * * * *  | UTC                 | 2026-01-01T00:00:00.5Z | 2026-01-01T00:00:01Z 2026-01-01T00:00:02Z
      gap, fixed, many seconds: one instant   | */10 30 2 * * * | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z 2026-03-30T00:30:10Z
      overlap, fixed, seconds: first pass     | 0,30 59 2 * * * | Europe/Berlin    | 2026-10-24T12:00:00Z | 2026-10-25T00:59:00Z 2026-10-25T00:59:30Z 2026-10-26T01:59:00Z
      part of a minute counts as its past     | * * * * *    | UTC                 | 2026-01-01T00:00:30.5Z | 2026-01-01T00:01:00Z
      L-3: days before the last               | 0 0 L-3 * *  | UTC                 | 2026-01-15T00:00:00Z | 2026-01-28T00:00:00Z 2026-02-25T00:00:00Z 2026-03-28T00:00:00Z 2026-04-27T00:00:00Z
      LW: the last weekday                    | 0 0 LW * *   | UTC                 | 2026-01-15T00:00:00Z | 2026-01-30T00:00:00Z 2026-02-27T00:00:00Z 2026-03-31T00:00:00Z 2026-04-30T00:00:00Z 2026-05-29T00:00:00Z
      L-2W: the weekday nearest to it         | 0 0 L-2W * ? | UTC                 | 2026-01-15T00:00:00Z | 2026-01-29T00:00:00Z 2026-02-26T00:00:00Z 2026-03-30T00:00:00Z 2026-04-28T00:00:00Z
      15W                                     | 0 0 15W * ?  | UTC                 | 2026-01-20T00:00:00Z | 2026-02-16T00:00:00Z 2026-03-16T00:00:00Z 2026-04-15T00:00:00Z 2026-05-15T00:00:00Z
      1W never goes into the month before     | 0 0 1W * ?   | UTC                 | 2026-01-20T00:00:00Z | 2026-02-02T00:00:00Z 2026-03-02T00:00:00Z 2026-04-01T00:00:00Z 2026-05-01T00:00:00Z
      31W: months that have one               | 0 0 31W * ?  | UTC                 | 2026-01-15T00:00:00Z | 2026-01-30T00:00:00Z 2026-03-31T00:00:00Z 2026-05-29T00:00:00Z 2026-07-31T00:00:00Z 2026-08-31T00:00:00Z 2026-10-30T00:00:00Z
      30W: not in February                    | 0 0 30W * ?  | UTC                 | 2026-01-31T00:00:00Z | 2026-03-30T00:00:00Z 2026-04-30T00:00:00Z 2026-05-29T00:00:00Z
      mon#1: the first Monday                 | 0 0 * * mon#1 | UTC                | 2026-01-20T00:00:00Z | 2026-02-02T00:00:00Z 2026-03-02T00:00:00Z 2026-04-06T00:00:00Z 2026-05-04T00:00:00Z
      MON#5: months that have one             | 0 0 ? * MON#5 | UTC                | 2026-01-01T00:00:00Z | 2026-03-30T00:00:00Z 2026-06-29T00:00:00Z 2026-08-31T00:00:00Z 2026-11-30T00:00:00Z 2027-03-29T00:00:00Z
      MON#5 in February                       | 0 0 * 2 MON#5 | UTC                | 2026-01-01T00:00:00Z | 2044-02-29T00:00:00Z 2072-02-29T00:00:00Z
      a list of them                          | 0 0 * * 1#1,1#3 | UTC              | 2026-01-01T00:00:00Z | 2026-01-05T00:00:00Z 2026-01-19T00:00:00Z 2026-02-02T00:00:00Z 2026-02-16T00:00:00Z
      FRIL: the last Friday                   | 0 0 * * FRIL | UTC                 | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z 2026-02-27T00:00:00Z 2026-03-27T00:00:00Z 2026-04-24T00:00:00Z
      a value and L                           | 0 0 1,L * *  | UTC                 | 2026-01-10T00:00:00Z | 2026-01-31T00:00:00Z 2026-02-01T00:00:00Z 2026-02-28T00:00:00Z 2026-03-01T00:00:00Z
      a list with W                           | 0 0 1W,15W * * | UTC               | 2026-01-10T00:00:00Z | 2026-01-15T00:00:00Z 2026-02-02T00:00:00Z 2026-02-16T00:00:00Z 2026-03-02T00:00:00Z
      either kind of day, with rules          | 0 0 L * fri#2 | UTC                | 2026-01-01T00:00:00Z | 2026-01-09T00:00:00Z 2026-01-31T00:00:00Z 2026-02-13T00:00:00Z 2026-02-28T00:00:00Z
      a range over the end of the week        | 0 0 * * FRI-MON | UTC              | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z 2026-01-03T00:00:00Z 2026-01-04T00:00:00Z 2026-01-05T00:00:00Z 2026-01-09T00:00:00Z
      a range over midnight                   | 0 22-2 * * * | UTC                 | 2026-01-01T00:00:00Z | 2026-01-01T01:00:00Z 2026-01-01T02:00:00Z 2026-01-01T22:00:00Z 2026-01-01T23:00:00Z 2026-01-02T00:00:00Z
      a range over the year's end             | 0 0 1 NOV-FEB * | UTC              | 2026-01-15T00:00:00Z | 2026-02-01T00:00:00Z 2026-11-01T00:00:00Z 2026-12-01T00:00:00Z 2027-01-01T00:00:00Z 2027-02-01T00:00:00Z
      a range over the hour, with a step      | 50-10/5 * * * * | UTC              | 2026-01-01T00:00:00Z | 2026-01-01T00:05:00Z 2026-01-01T00:10:00Z 2026-01-01T00:50:00Z 2026-01-01T00:55:00Z 2026-01-01T01:00:00Z
      @weekly                                 | @weekly      | UTC                 | 2026-11-21T00:00:00Z | 2026-11-22T00:00:00Z
      @monthly                                | @monthly     | UTC                 | 2026-11-21T00:00:00Z | 2026-12-01T00:00:00Z
      @yearly                                 | @Yearly      | UTC                 | 2026-11-21T00:00:00Z | 2027-01-01T00:00:00Z
      """)
  void nextShouldFollowTheTableWhenAsked(
      String why, String cron, String zone, Instant after, String expected) {
    // given
    CronExpression expression = CronExpression.parse(cron, "");
    List<Instant> instants = Arrays.stream(expected.split(" ")).map(Instant::parse).toList();

    // when
    List<Instant> next = new ArrayList<>();
    Instant at = after;
    for (int i = 0; i < instants.size(); i++) {
      at = expression.next(at, ZoneId.of(zone), ClockChanges.CRON).orElseThrow();
      next.add(at);
    }

    // then
    assertThat(next).as(why).isEqualTo(instants);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      60 * * * *       | The field minute: "60" is out of bounds: use 0 to 59.
      * 24 * * *       | The field hour: "24" is out of bounds: use 0 to 23.
      * * 0 * *        | The field day of month: "0" is out of bounds: use 1 to 31.
      * * * 13 *       | The field month: "13" is out of bounds: use 1 to 12 or jan to dec.
      * * * * 8        | The field day of week: "8" is out of bounds: use 0 to 7 or sun to sat.
      5/15 * * * *     | The field minute: "5/15" has a step but no range: write 5-59/15.
      */100 * * * *    | The field minute: the step 100 goes beyond the field
      */0 * * * *      | The field minute: the step "0" must be a whole number from 1.
      1,,2 * * * *     | The field minute: has an empty place in its list
      1, * * * *       | The field minute: has an empty place in its list
      0 L * * *        | The field hour: "L" is not understood: L, W, # and ? are for days; use 0 to 23
      ? * * * *        | The field minute: "?" is not understood: L, W, # and ? are for days
      0 0 ?,1 * *      | The field day of month: "?" is not understood: use 1 to 31, L, L-n, LW, nW, ranges
      0 0 L-31 * *     | The field day of month: "L-31" is before any month: count at most 30 days back.
      0 0 32W * *      | The field day of month: "32" is out of bounds: use 1 to 31.
      0 0 * * L        | The field day of week: "L" alone is Saturday to some and the month's last day to others: write sat, or satL
      0 0 * * mon#6    | The field day of week: "MON#6" never comes: use #1 to #5.
      0 0 * * xyzL     | The field day of week: "XYZ" is not understood: use 0 to 7 or sun to sat, friL, fri#n
      0 0 L-29 2 *     | The field day of month: "L-29" never comes in month "2": choose a day that the month has.
      0 0 * * monday   | The field day of week: "monday" is not understood: use 0 to 7 or sun to sat
      0 0 30 2 *       | The field day of month: "30" never comes in month "2": choose a day that the month has.
      0 0 31 4,jun *   | The field day of month: "31" never comes in month "4,jun"
      0 0 * *          | "0 0 * *" has 4 fields and needs five: minute, hour, day of month, month, day of week; or six, with the seconds in front.
      0 0 0 0 * * *    | has 7 fields and needs five: minute, hour, day of month, month, day of week; or six, with the seconds in front.
      60 0 0 * * *     | The field second: "60" is out of bounds: use 0 to 59.
      ? 0 0 * * *      | The field second: "?" is not understood: L, W, # and ? are for days; use 0 to 59
      @every           | "@every " is no interval from one second to 366 days: write, for example, @every 15m
      @every 5         | "@every 5" is no interval
      @every 400d      | "@every 400d" is no interval
      @every -5m       | "@every -5m" is no interval
      @sometimes       | "@sometimes" is not known: use @hourly, @daily, @weekly, @monthly, @yearly or @every 15m, or five fields.
      H(30-10) * * * * | The field minute: "H(30-10)" begins after its end: write the smaller value first.
      0 0 H(29-31) 4 * | The field day of month: "H(29-31)" may fall on a day that some months lack: end it at 28.
      H(0-60) * * * *  | The field minute: "60" is out of bounds: use 0 to 59.
      H/90 * * * *     | The field minute: the step 90 goes beyond the field
      -5 * * * *       | The field minute: "" is not understood
      99999 * * * *    | The field minute: "99999" is not understood
      """)
  void parseShouldNameFieldAndRemedyWhenExpressionIsWrong(String cron, String message) {
    assertThatThrownBy(() -> CronExpression.parse(cron, ""))
        .isInstanceOf(CronSyntaxException.class)
        .hasMessageContaining(message);
  }

  @Test
  void parseShouldAcceptImpossibleDayWhenADayOfWeekIsEnough() {
    // given
    CronExpression cron = CronExpression.parse("0 0 30 2 mon", "");

    // when
    Instant next =
        cron.next(Instant.parse("2026-02-03T00:00:00Z"), ZoneId.of("UTC"), ClockChanges.CRON)
            .orElseThrow();

    // then
    assertThat(next).isEqualTo(Instant.parse("2026-02-09T00:00:00Z"));
  }

  @Test
  void nextShouldBeEmptyWhenTheYear9999IsOver() {
    assertThat(
            CronExpression.parse("@yearly", "")
                .next(Instant.parse("9999-06-01T00:00:00Z"), ZoneId.of("UTC"), ClockChanges.CRON))
        .isEmpty();
  }

  @Test
  void toStringShouldBeTheTextWhenParsed() {
    assertThat(CronExpression.parse(" @daily ", "")).hasToString("@daily");
  }
}
