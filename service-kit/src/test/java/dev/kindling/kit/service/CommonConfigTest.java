package dev.kindling.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommonConfigTest {
  private static CommonConfig read(Map<String, String> environment) {
    return Settings.read(environment, settings -> CommonConfig.from(settings, "generated-1"));
  }

  @Test
  void fromShouldGiveTheDefaults() {
    assertThat(read(Map.of("KINDLING_KAFKA_BOOTSTRAP", "k:9092")))
        .isEqualTo(
            new CommonConfig(
                "k:9092", "generated-1", false, "127.0.0.1", 0, 4, 1, Optional.empty()));
  }

  @Test
  void fromShouldGiveWhatIsSetAndKnowThatTheNameIsStable() {
    assertThat(
            read(
                Map.of(
                    "KINDLING_KAFKA_BOOTSTRAP", "a:1,b:2",
                    "KINDLING_INSTANCE", "runner-1",
                    "KINDLING_MANAGEMENT_HOST", "0.0.0.0",
                    "KINDLING_MANAGEMENT_PORT", "9100",
                    "KINDLING_TOPIC_PARTITIONS", "16",
                    "KINDLING_TOPIC_REPLICATION", "3",
                    "KINDLING_OTLP_ENDPOINT", "http://otel:4318")))
        .isEqualTo(
            new CommonConfig(
                "a:1,b:2",
                "runner-1",
                true,
                "0.0.0.0",
                9100,
                16,
                3,
                Optional.of(URI.create("http://otel:4318"))));
  }

  @Test
  void fromShouldRefuseToGuessTheBrokers() {
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KINDLING_KAFKA_BOOTSTRAP: is missing");
  }
}
