package dev.kindling.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentReaderTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "KINDLING_PARTITION", "3",
          "KINDLING_RUN_ID", "0197b3c4-1111-7222-8333-444455556666",
          "KINDLING_ATTEMPT", "2",
          "KINDLING_TOKEN", "s3cret",
          "KINDLING_RUNNER_URLS", "http://a:1/, https://b:2/base",
          "KINDLING_MAIN_CLASS", "acme.Job",
          "KINDLING_JOB", "nightly",
          "KINDLING_SHIPPER_ZONE", "of somebody else on the worker");

  @Test
  void readShouldTakeAllWhenComplete() throws BadEnvironment {
    GuardEnvironment read = EnvironmentReader.read(GOOD);

    assertThat(read)
        .isEqualTo(
            new GuardEnvironment(
                "0197b3c4-1111-7222-8333-444455556666",
                2,
                3,
                "s3cret",
                List.of(URI.create("http://a:1"), URI.create("https://b:2/base")),
                "acme.Job",
                Duration.ofSeconds(60),
                Duration.ofSeconds(30)));
    assertThat(read.toString()).doesNotContain("s3cret");
  }

  @Test
  void readShouldTellAllProblemsAtOnceWhenNothingIsSet() {
    assertThatExceptionOfType(BadEnvironment.class)
        .isThrownBy(() -> EnvironmentReader.read(Map.of()))
        .satisfies(
            bad ->
                assertThat(bad.problems())
                    .hasSize(6)
                    .allMatch(problem -> problem.contains(" is missing: ")));
  }

  @ParameterizedTest
  @CsvSource({
    "KINDLING_RUN_ID, 0197B3C4-1111-7222-8333-444455556666",
    "KINDLING_RUN_ID, nightly-1",
    "KINDLING_RUN_ID, 1-1-1-1-1",
    "KINDLING_ATTEMPT, 0",
    "KINDLING_ATTEMPT, two",
    "KINDLING_PARTITION, -1",
    "KINDLING_RUNNER_URLS, a:1",
    "KINDLING_RUNNER_URLS, 'ftp://a:1'",
    "KINDLING_RUNNER_URLS, 'http://a:1,http://b c'",
    "KINDLING_RUNNER_URLS, 'http://a:1?x=y'",
    "KINDLING_CLAIM_BOUND, 60",
    "KINDLING_CLAIM_BOUND, PT0S",
    "KINDLING_REPORT_BOUND, P2D"
  })
  void readShouldNameTheVariableWhenItsValueIsBad(String key, String value) {
    Map<String, String> environment = new HashMap<>(GOOD);
    environment.put(key, value);

    assertThatExceptionOfType(BadEnvironment.class)
        .isThrownBy(() -> EnvironmentReader.read(environment))
        .satisfies(
            bad -> assertThat(bad.problems()).singleElement().asString().startsWith(key + " "));
  }
}
