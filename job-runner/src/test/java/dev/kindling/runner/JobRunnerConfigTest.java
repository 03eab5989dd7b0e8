package dev.kindling.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.PropertyRules;
import dev.kindling.runner.cluster.Master;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JobRunnerConfigTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "KINDLING_KAFKA_BOOTSTRAP", "k:9092",
          "KINDLING_SPARK_MASTER", "spark://m:7077",
          "KINDLING_SPARK_REST", "http://m:6066",
          "KINDLING_SPARK_UI", "http://m:8080",
          "KINDLING_AGENT_JAR", "http://runner/agent.jar");

  private static JobRunnerConfig read(Map<String, String> environment) {
    return Settings.read(environment, settings -> JobRunnerConfig.from(settings, "generated"));
  }

  private static Map<String, String> with(String... pairs) {
    Map<String, String> environment = new TreeMap<>(LEAST);
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return environment;
  }

  @Test
  void fromShouldGiveTheDefaults() {
    assertThat(read(LEAST))
        .isEqualTo(
            new JobRunnerConfig(
                new CommonConfig(
                    "k:9092", "generated", false, "127.0.0.1", 0, 4, 1, Optional.empty()),
                "127.0.0.1",
                8490,
                Optional.empty(),
                List.of(),
                "spark://m:7077",
                List.of(new Master(URI.create("http://m:6066"), URI.create("http://m:8080"))),
                Optional.empty(),
                "http://runner/agent.jar",
                PropertyRules.NONE,
                Duration.ofSeconds(45),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                true,
                Optional.empty(),
                Path.of("launcher"),
                4,
                true,
                Duration.ofMinutes(2),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                Optional.empty()));
  }

  @Test
  void fromShouldGiveWhatIsSet() {
    JobRunnerConfig config =
        read(
            with(
                "KINDLING_RUNNER_HOST", "0.0.0.0",
                "KINDLING_RUNNER_PORT", "0",
                "KINDLING_RUNNER_URL", "http://runner.example:8490",
                "KINDLING_LEASE", "PT1M",
                "KINDLING_LEASE_RENEWAL", "PT30S",
                "KINDLING_MASTER_POLL", "PT0.2S",
                "KINDLING_CAPACITY_GATE", "false"));

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isZero();
    assertThat(config.advertisedUrl()).contains(URI.create("http://runner.example:8490"));
    assertThat(config.lease()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.renewal()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.masterPoll()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.capacityGate()).isFalse();
  }

  @Test
  void fromShouldPairTheAddressesOfSeveralMasters() {
    assertThat(
            read(with(
                    "KINDLING_SPARK_REST", "http://m1:6066, http://m2:6066",
                    "KINDLING_SPARK_UI", "http://m1:8080,http://m2:8080"))
                .masters())
        .containsExactly(
            new Master(URI.create("http://m1:6066"), URI.create("http://m1:8080")),
            new Master(URI.create("http://m2:6066"), URI.create("http://m2:8080")));
    assertThatThrownBy(() -> read(with("KINDLING_SPARK_REST", "http://m1:6066,http://m2:6066")))
        .hasMessageContaining("KINDLING_SPARK_UI: has 1 addresses and KINDLING_SPARK_REST has 2");
  }

  @Test
  void fromShouldReadTheAdministratorsRules() {
    assertThat(
            read(with(
                    "KINDLING_SPARK_FORCED", "spark.a=1,2; spark.b = x=y",
                    "KINDLING_SPARK_FORBIDDEN", "spark.ui.*, spark.c"))
                .properties())
        .isEqualTo(
            new PropertyRules(
                Map.of("spark.a", "1,2", "spark.b", "x=y"), List.of("spark.ui.*", "spark.c")));
    assertThatThrownBy(() -> read(with("KINDLING_SPARK_FORCED", "a=b")))
        .hasMessageContaining("write spark.key=value");
  }

  @Test
  void fromShouldRefuseAKeyThatTheMasterWouldRefuse() {
    assertThatThrownBy(() -> read(with("KINDLING_SPARK_REST_KEY", "c2hvcnQ")))
        .hasMessageContaining("KINDLING_SPARK_REST_KEY: has 5 bytes")
        .hasMessageNotContaining("c2hvcnQ");
  }

  @Test
  void fromShouldRefuseARenewalThatOneLostPacketMakesTooLate() {
    assertThatThrownBy(() -> read(with("KINDLING_LEASE_RENEWAL", "PT30S")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KINDLING_LEASE_RENEWAL: is PT30S")
        .hasMessageContaining("at most half");
  }

  @Test
  void fromShouldReportEverythingThatIsMissingOrWrongTogether() {
    assertThatThrownBy(
            () -> read(Map.of("KINDLING_SPARK_MASTER", "m:7077", "KINDLING_RUNER_PORT", "1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "KINDLING_KAFKA_BOOTSTRAP: is missing",
            "KINDLING_SPARK_MASTER: must begin with spark://",
            "KINDLING_SPARK_REST: is missing",
            "KINDLING_SPARK_UI: is missing",
            "KINDLING_AGENT_JAR: is missing",
            "KINDLING_RUNER_PORT",
            "did you mean KINDLING_RUNNER_PORT?");
  }
}
