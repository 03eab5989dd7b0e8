package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  @Test
  void fromShouldHaveDefaults() {
    // when
    GatewayConfig config =
        read(
            Map.of(
                "KINDLING_KAFKA_BOOTSTRAP", "a:1", "KINDLING_ELASTICSEARCH_URL", "http://es:9200"));

    // then
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8480);
    assertThat(config.elasticsearch()).isEqualTo(URI.create("http://es:9200"));
    assertThat(config.common().instance()).isEqualTo("generated");
  }

  @Test
  void fromShouldReadEverySetting() {
    // when
    GatewayConfig config =
        read(
            Map.of(
                "KINDLING_KAFKA_BOOTSTRAP", "a:1",
                "KINDLING_ELASTICSEARCH_URL", "https://es",
                "KINDLING_GATEWAY_HOST", "0.0.0.0",
                "KINDLING_GATEWAY_PORT", "0",
                "KINDLING_INSTANCE", "g1"));

    // then
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isZero();
    assertThat(config.common().instance()).isEqualTo("g1");
  }

  @Test
  void fromShouldTellEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KINDLING_GATEWAY_PORT", "70000",
                        "KINDLING_GATEWAY_PROT", "1",
                        "KINDLING_ELASTICSEARCH_URL", "es:9200")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KINDLING_KAFKA_BOOTSTRAP")
        .hasMessageContaining("KINDLING_GATEWAY_PORT")
        .hasMessageContaining("KINDLING_ELASTICSEARCH_URL")
        .hasMessageContaining("did you mean KINDLING_GATEWAY_PORT?");
  }

  private static GatewayConfig read(Map<String, String> environment) {
    return Settings.read(environment, settings -> GatewayConfig.from(settings, "generated"));
  }
}
