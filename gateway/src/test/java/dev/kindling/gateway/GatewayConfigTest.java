package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.access.Scope;
import dev.kindling.gateway.token.TokenConfig;
import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import java.net.URI;
import java.util.HashMap;
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
    assertThat(config.elasticsearch().url()).isEqualTo(URI.create("http://es:9200"));
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

  @Test
  void fromShouldRefuseAnOpenGatewayThatOthersReach() {
    assertThatThrownBy(
            () -> read(with("KINDLING_GATEWAY_ACCESS", "open", "KINDLING_GATEWAY_HOST", "0.0.0.0")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KINDLING_GATEWAY_ACCESS: is open")
        .hasMessageContaining("must listen on 127.0.0.1");
  }

  @Test
  void fromShouldRefuseAnAdminKeyThatIsNoneAndNotTellIt() {
    assertThatThrownBy(() -> read(with("KINDLING_GATEWAY_ADMIN_KEY", "hunter2")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("openssl rand -hex 32")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void fromShouldReadAnAdminKeyFromASecret() {
    // when
    GatewayConfig config =
        read(
            with(
                "KINDLING_GATEWAY_ADMIN_KEY",
                "${secret:first-key}",
                "KINDLING_SECRET_FIRST_KEY",
                "kdl_root_" + "ab".repeat(32)));

    // then
    assertThat(config.adminKey()).contains("kdl_root_" + "ab".repeat(32));
    assertThat(config.open()).isFalse();
  }

  @Test
  void fromShouldReadWhatTokensAllow() {
    // when
    GatewayConfig config =
        read(
            with(
                "KINDLING_OIDC_ISSUER", "https://login.example/realms/data",
                "KINDLING_OIDC_AUDIENCE", "kindling",
                "KINDLING_OIDC_ROLE_CLAIM", "realm_access.roles",
                "KINDLING_OIDC_ROLES",
                    "data-admins=admin; search=operator[team=search, env=prod]"));

    // then
    assertThat(config.tokens().orElseThrow().grants())
        .containsExactly(
            new TokenConfig.Grant("data-admins", Role.ADMIN, Scope.EVERYTHING),
            new TokenConfig.Grant(
                "search", Role.OPERATOR, new Scope(Map.of("team", "search", "env", "prod"))));
  }

  @Test
  void fromShouldTellWhatIsWrongWithTokens() {
    assertThatThrownBy(
            () ->
                read(
                    with(
                        "KINDLING_OIDC_ISSUER", "https://login.example",
                        "KINDLING_OIDC_ALGORITHMS", "HS256",
                        "KINDLING_OIDC_ROLES", "admins=boss")))
        .hasMessageContaining("KINDLING_OIDC_AUDIENCE: is missing")
        .hasMessageContaining("has \"admins=boss\"")
        .hasMessageContaining("KINDLING_OIDC_ALGORITHMS: must be some of");
  }

  @Test
  void fromShouldTakeBothFilesOfTlsOrNone() {
    assertThatThrownBy(() -> read(with("KINDLING_GATEWAY_TLS_CERTIFICATE", "/tls.crt")))
        .hasMessageContaining("KINDLING_GATEWAY_TLS_KEY: is missing");
  }

  private static Map<String, String> with(String... settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KINDLING_KAFKA_BOOTSTRAP", "a:1");
    environment.put("KINDLING_ELASTICSEARCH_URL", "http://es:9200");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return environment;
  }

  private static GatewayConfig read(Map<String, String> environment) {
    return Settings.read(environment, settings -> GatewayConfig.from(settings, "generated"));
  }
}
