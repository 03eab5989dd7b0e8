package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleWarningsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static List<String> warnings(String json) {
    ScheduleSpec spec = Json.read(json.replace('\'', '"'), ScheduleSpec.class);
    return ScheduleWarnings.of("nightly", spec, name -> Optional.empty(), NOW).stream()
        .map(warning -> warning.field() + ": " + warning.message())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'cron': '0 5 * * mon-fri', 'timeZone': 'Europe/Berlin'}",
        "{'cron': '@hourly', 'timeZone': 'Europe/Berlin'}",
        "{'cron': '*/15 * * * *', 'timeZone': 'Europe/Berlin'}",
        "{'cron': '30 2 * * *'}",
        "{'cron': '@every 15m'}",
        "{'cron': '0 0 L * *'}",
        "{'cron': '0 12 1 */3 *', 'timeZone': 'America/New_York'}",
        "{'cron': ['0 5 * * *', 'H 6 * * *'], 'jitter': 'PT5M', 'startingDeadline': 'PT10M'}",
      })
  void warningsShouldBeNoneWhenNothingSurprises(String spec) {
    assertThat(warnings(spec)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      {'cron': '* 5 * * *'} | cron: It is due in each minute of its hours: for once an hour write a number
      {'cron': '*/7 * * * *'} | cron: "*/7" begins anew with each hour, so that the last step is shorter: 60 cannot be divided by 7.
      {'cron': '0 */5 * * *'} | cron: "*/5" begins anew with each day
      {'cron': '0 0 13 * fri'} | cron: A day that fits day of month or day of week will do
      {'cron': '0 0 31 * *'} | cron: It is never due in February, April, June, September, November: where the last day of a month is meant, write L.
      {'cron': '0 0 29 2 *'} | cron: It is not due in each February.
      {'cron': '0 0 * * mon#5'} | cron: It is not due in each January, February, March
      {'cron': '30 2 * * *', 'timeZone': 'Europe/Berlin'} | cron: On 2026-03-29 the times from 02:00 to 03:00 do not exist: what is due in between is due at 03:00 (clockChanges/gap).
      {'cron': '30 2 * * *', 'timeZone': 'Europe/Berlin', 'clockChanges': {'gap': 'skip'}} | cron: On 2027-03-28 the times from 02:00 to 03:00 do not exist: what is due in between is left out (clockChanges/gap).
      {'cron': '30 2 * * *', 'timeZone': 'Europe/Berlin', 'clockChanges': {'overlap': 'both'}} | cron: On 2026-10-25 the times from 02:00 to 03:00 come twice: what is due then is due both times (clockChanges/overlap).
      {'cron': '0 * * * *', 'timeZone': 'Europe/Berlin', 'clockChanges': {'overlap': 'first'}} | cron: On 2026-10-25 the times from 02:00 to 03:00 come twice: what is due then is due the first time (clockChanges/overlap).
      {'cron': '*/30 2 * * *', 'timeZone': 'Europe/Berlin'} | cron: On 2026-10-25 the times from 02:00 to 03:00 come twice: what is due then is due both times (clockChanges/overlap).
      {'cron': '@every 1d'} | cron: Days of @every are 24 hours
      {'cron': ['@daily', '*/10 * * * * *']} | cron/1: It is due more than once a minute
      {'cron': '@daily', 'end': '2025-01-01T00:00:00Z'} | end: There is no instant any more: it never fires.
      {'cron': '*/5 * * * *', 'jitter': 'PT10M'} | jitter: It is longer than the time from one instant to the next
      {'cron': '@daily', 'jitter': 'PT10M', 'startingDeadline': 'PT5M'} | startingDeadline: It is not longer than the jitter
      {'cron': '0 5 * * sat', 'exclude': {'weekly': [{'days': 'sat,sun'}]}} | exclude: Each of the next 100 instants is excluded.
      {'cron': '0 5 * * sat', 'exclude': {'calendars': ['de']}} | exclude: Each of the next 100 instants is excluded.
      """)
  void warningsShouldTellWhatMaySurprise(String spec, String expected) {
    assertThat(warnings(spec)).anySatisfy(warning -> assertThat(warning).startsWith(expected));
  }
}
