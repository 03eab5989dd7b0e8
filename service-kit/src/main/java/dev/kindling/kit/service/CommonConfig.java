package dev.kindling.kit.service;

import dev.kindling.kit.config.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * The settings that every service has.
 *
 * @param kafkaBootstrap host:port pairs with commas between them
 * @param instance the name of this instance, the same after a restart where it was set
 * @param instanceIsStable whether somebody chose the name, so that Kafka may know us by it again
 * @param managementHost where health and metrics listen
 * @param managementPort 0 for any
 * @param topicPartitions partitions of topics that are created
 * @param topicReplication replicas of topics that are created
 * @param otlpEndpoint where traces go; empty for nowhere
 */
public record CommonConfig(
    String kafkaBootstrap,
    String instance,
    boolean instanceIsStable,
    String managementHost,
    int managementPort,
    int topicPartitions,
    int topicReplication,
    Optional<URI> otlpEndpoint) {

  /** Reads them; {@code generatedInstance} names an instance that nobody named. */
  public static CommonConfig from(Settings settings, String generatedInstance) {
    Optional<String> chosen = settings.optional("KINDLING_INSTANCE");
    return new CommonConfig(
        settings.required("KINDLING_KAFKA_BOOTSTRAP", "the brokers, host:port,host:port"),
        chosen.orElse(generatedInstance),
        chosen.isPresent(),
        settings.text("KINDLING_MANAGEMENT_HOST", "127.0.0.1"),
        settings.port("KINDLING_MANAGEMENT_PORT", 0),
        settings.integer("KINDLING_TOPIC_PARTITIONS", 4, 1, 1_000),
        settings.integer("KINDLING_TOPIC_REPLICATION", 1, 1, 10),
        Optional.ofNullable(settings.url("KINDLING_OTLP_ENDPOINT", (URI) null)));
  }
}
