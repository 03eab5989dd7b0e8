package dev.kindling.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
  private static final JsonNode PARAMETERS =
      Json.read(
          """
          {"day":"2026-11-21","count":3,"fast":true,"none":null,"list":[1,"a"],
           "nested":{"a":1},"odd":"$1 \\\\ ${param:day}"}""",
          JsonNode.class);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain | plain
          ${param:day} | 2026-11-21
          in/${param:day}/${param:count}.csv | in/2026-11-21/3.csv
          ${param:fast} | true
          [${param:none}] | []
          [${param:missing}] | []
          ${param:list} | [1,"a"]
          ${param:nested} | {"a":1}
          ${other:day} | ${other:day}
          ${param:} | ${param:}
          $param:day | $param:day
          """)
  void resolveShouldPutTheValueInPlace(String text, String resolved) {
    assertThat(Templates.resolve(text, PARAMETERS)).isEqualTo(resolved);
  }

  @Test
  void resolveShouldTakeAValueAsItIsEvenIfItLooksLikeAReference() {
    assertThat(Templates.resolve("${param:odd}", PARAMETERS)).isEqualTo("$1 \\ ${param:day}");
  }

  @Test
  void resolveShouldReachArgsPropertiesAndEnvironmentButNotWhatIsLaunched() {
    SparkSpec spec =
        new SparkSpec(
            "a.${param:day}",
            "file:/${param:day}.jar",
            List.of("${param:day}"),
            Map.of("spark.app.name", "x ${param:day}"),
            Map.of("DAY", "${param:day}"));

    SparkSpec resolved = Templates.resolve(spec, PARAMETERS);

    assertThat(resolved.args()).containsExactly("2026-11-21");
    assertThat(resolved.properties()).containsEntry("spark.app.name", "x 2026-11-21");
    assertThat(resolved.environment()).containsEntry("DAY", "2026-11-21");
    assertThat(resolved.mainClass()).isEqualTo("a.${param:day}");
    assertThat(resolved.appResource()).isEqualTo("file:/${param:day}.jar");
  }

  @Test
  void parametersOfShouldNameEachOnce() {
    assertThat(Templates.parametersOf("${param:b} ${param:a-1} ${param:b} ${secret:c}"))
        .containsExactly("a-1", "b");
  }
}
