package dev.kindling.gateway.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.JobSpecCheck;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
  private static final String SPARK =
      "\"spark\": {\"mainClass\": \"a.B\", \"appResource\": \"file:///a.jar\"}";

  private final DefinitionKind<JobSpec, JobDefinition> jobs =
      DefinitionKind.jobs(JobSpecCheck::problems);

  @Test
  void readShouldMakeTheSpecWhenItIsValid() {
    // when
    JobSpec spec =
        SpecReader.read(
            body(
                "{"
                    + SPARK
                    + ", \"labels\": {\"team\": \"x\"}, \"owner\": null,"
                    + " \"limits\": {\"timeout\": \"PT1M\"}, \"retry\": {\"maxAttempts\": 3}}"),
            jobs);

    // then
    assertThat(spec.labels()).containsEntry("team", "x");
    assertThat(spec.limits().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(spec.retry().maxAttempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"sparc\": {}                          | sparc                | is not a field here; did you mean spark?",
        "\"xyzzy\": 1                           | xyzzy                | is not a field here.",
        "\"limits\": {\"timeot\": \"PT1M\"}     | limits/timeot        | is not a field here; did you mean timeout?",
        "\"limits\": {\"timeout\": 60}          | limits/timeout       | must be an ISO-8601 duration, such as \"PT30M\".",
        "\"limits\": {\"timeout\": \"1 hour\"}  | limits/timeout       | must be an ISO-8601 duration, such as \"PT30M\".",
        "\"limits\": 5                          | limits               | must be an object.",
        "\"retry\": {\"maxAttempts\": \"3\"}    | retry/maxAttempts    | must be a whole number.",
        "\"retry\": {\"maxAttempts\": 2.5}      | retry/maxAttempts    | must be a whole number.",
        "\"retry\": {\"maxAttempts\": 99999999999} | retry/maxAttempts | must be a whole number.",
        "\"labels\": {\"a/b\": 1}               | labels/a~1b          | must be text, in quotes.",
        "\"labels\": {\"a\": null}              | labels/a             | is null: give it a value or leave it out.",
        "\"labels\": [\"a\"]                    | labels               | must be an object.",
        "\"launch\": {\"via\": \"ssh\"}         | launch/via           | must be one of \"rest\", \"launcher\".",
        "\"description\": true                  | description          | must be text, in quotes.",
      })
  void readShouldNameTheFieldThatDoesNotFit(String field, String where, String message) {
    // when
    List<FieldProblem> problems = problems("{" + SPARK + ", " + field + "}");

    // then
    assertThat(problems).containsExactly(new FieldProblem(where, message));
  }

  @Test
  void readShouldNameEveryBadFieldAtOnce() {
    // when
    List<FieldProblem> problems =
        problems(
            "{\"sparkk\": 1, \"spark\": {\"mainClass\": \"not a class\", \"args\": [1, \"x\"]},"
                + " \"retry\": {\"maxAttempts\": 0}}");

    // then
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactly(
            "sparkk", "spark/args/0", "spark/mainClass", "spark/appResource", "retry/maxAttempts");
  }

  @Test
  void readShouldNotCallAMisfitMissingToo() {
    // when
    List<FieldProblem> problems =
        problems("{\"spark\": {\"mainClass\": 5, \"appResource\": \"file:///a.jar\"}}");

    // then
    assertThat(problems)
        .containsExactly(new FieldProblem("spark/mainClass", "must be text, in quotes."));
  }

  private List<FieldProblem> problems(String json) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> SpecReader.read(body(json), jobs));
    assertThat(refused).isNotNull();
    assertThat(refused.problem().status()).isEqualTo(400);
    return refused.problem().errors();
  }

  private static ObjectNode body(String json) {
    return (ObjectNode) Json.tree(json.getBytes(StandardCharsets.UTF_8));
  }
}
