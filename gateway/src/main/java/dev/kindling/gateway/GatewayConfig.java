package dev.kindling.gateway;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import java.net.URI;

/**
 * The settings of the gateway.
 *
 * @param common those that every service has
 * @param host where the API listens
 * @param port 0 for any
 * @param elasticsearch where log lines are found
 * @param secrets where the passwords of other Kafka clusters are
 */
record GatewayConfig(
    CommonConfig common, String host, int port, URI elasticsearch, SecretStore secrets) {
  private static final int DEFAULT_PORT = 8480;

  static GatewayConfig from(Settings settings, String generatedInstance) {
    return new GatewayConfig(
        CommonConfig.from(settings, generatedInstance),
        settings.text("KINDLING_GATEWAY_HOST", "127.0.0.1"),
        settings.port("KINDLING_GATEWAY_PORT", DEFAULT_PORT),
        settings.url("KINDLING_ELASTICSEARCH_URL", "the URL of Elasticsearch, http://host:9200"),
        SecretStore.from(settings));
  }
}
