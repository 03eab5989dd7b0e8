package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FireTemplatesTest {
  private static final ZonedDateTime AT =
      Instant.parse("2026-03-01T23:30:00Z").atZone(ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      ${fire:instant}               | 2026-03-01T23:30:00Z
      ${fire:epoch}                 | 1772407800
      ${fire:date}                  | 2026-03-02
      ${fire:time}                  | 00:30
      ${fire:datetime}              | 2026-03-02T00:30
      ${fire:yyyy/MM/dd}            | 2026/03/02
      ${fire-P1D:date}              | 2026-03-01
      ${fire-P1M:yyyy-MM}           | 2026-02
      ${fire+PT1H:instant}          | 2026-03-02T00:30:00Z
      ${fire-P1D:date}..${fire:date} | 2026-03-01..2026-03-02
      s3://lake/${fire:yyyy}/x      | s3://lake/2026/x
      ${param:day}                  | ${param:day}
      $1 and {}                     | $1 and {}
      """)
  void resolveShouldPutTheLogicalTimeInItsPlaces(String text, String expected) {
    // given
    JsonNode parameters =
        Json.mapper()
            .createObjectNode()
            .put("a", text)
            .put("n", 1)
            .set("l", Json.tree(new String[] {text}));

    // when
    JsonNode resolved = FireTemplates.resolve(parameters, AT);

    // then
    assertThat(resolved.get("a").asText()).isEqualTo(expected);
    assertThat(resolved.at("/l/0").asText()).isEqualTo(expected);
    assertThat(resolved.get("n").asInt()).isEqualTo(1);
    assertThat(FireTemplates.problems("parameters", parameters)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      ${fire:}          | does not say in which form
      ${fire:nonsense}  | Unknown pattern letter
      ${fire}           | has a ${fire that is not closed or has no form
      ${fire:date       | has a ${fire that is not closed or has no form
      ${fire-1D:date}   | has a ${fire that is not closed or has no form
      ${fire+P9999Y:date} | is shifted by "P9999Y", which is too far
      ${fire:pH}        | Cannot print as output of 2 characters exceeds pad width of 1
      ${fire-PX:date}   | is shifted by "PX", which is no ISO-8601 span
      """)
  void problemsShouldNameThePlaceThatMeansNothing(String text, String message) {
    assertThat(
            FireTemplates.problems("parameters", Json.mapper().createObjectNode().put("day", text)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("parameters/day");
              assertThat(problem.message()).contains(message, "write, for example, ${fire:date}");
            });
  }

  @Test
  void problemsShouldPointIntoListsAndObjects() {
    JsonNode parameters = Json.read("{\"a\": {\"b\": [\"x\", \"${fire:}\"]}}", JsonNode.class);
    assertThat(FireTemplates.problems("parameters", parameters))
        .extracting(FieldProblem::field)
        .containsExactly("parameters/a/b/1");
  }

  @Test
  void shiftsOfDaysShouldFollowTheClockOnTheWall() {
    // given: midnight on the day after the clock was put forward, which had 23 hours
    ZonedDateTime midnight = ZonedDateTime.of(2026, 3, 30, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"));
    JsonNode window =
        Json.mapper()
            .createObjectNode()
            .put("from", "${fire-P1D:instant}")
            .put("to", "${fire:instant}");

    // when
    JsonNode resolved = FireTemplates.resolve(window, midnight);

    // then
    assertThat(resolved.get("from").asText()).isEqualTo("2026-03-28T23:00:00Z");
    assertThat(resolved.get("to").asText()).isEqualTo("2026-03-29T22:00:00Z");
  }
}
