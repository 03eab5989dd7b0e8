package dev.kindling.kit.kafka;

import dev.kindling.kit.service.CommonConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The settings of our Kafka clients; each that differs from Kafka's default says why. */
public final class KafkaProperties {
  /**
   * Well below the 45 s of a driver's lease: a dead owner's partitions must move before it ends.
   */
  private static final int SESSION_TIMEOUT_MS = 10_000;

  private static final int HEARTBEAT_MS = 2_000;

  /** An open transaction of a dead owner holds up readers for so long at most. */
  private static final int TRANSACTION_TIMEOUT_MS = 15_000;

  private static final int TRANSACTION_RETRY_MS = 5;

  /**
   * Of thousands of records in one transaction, batches of Kafka's 16 KB would be four times as
   * many requests, one after the other on one connection.
   */
  private static final int TRANSACTION_BATCH_BYTES = 64 * 1024;

  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int DELIVERY_TIMEOUT_MS = 30_000;
  private static final int MAX_POLL_RECORDS = 1_000;

  private KafkaProperties() {}

  public static Map<String, Object> admin(CommonConfig config) {
    return common(config);
  }

  /** A consumer that reads what it is told to, by hand, without a group. */
  public static Map<String, Object> reader(CommonConfig config) {
    Map<String, Object> properties = consumer(config);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    return properties;
  }

  /** A member of the group that shares out the partitions of an owner. */
  public static Map<String, Object> owner(CommonConfig config, String group) {
    Map<String, Object> properties = consumer(config);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    if (config.instanceIsStable()) {
      // A restarted instance takes its own partitions back at once instead of after a timeout.
      properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "-" + config.instance());
    }
    return properties;
  }

  /**
   * A producer whose records are either all there or none, under a name that fences the one before.
   */
  public static Map<String, Object> transactional(CommonConfig config, String transactionalId) {
    Map<String, Object> properties = producer(config);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, TRANSACTION_BATCH_BYTES);
    // Right after a commit the next transaction is often told to ask again; 100 ms would be felt.
    properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, TRANSACTION_RETRY_MS);
    return properties;
  }

  /** A producer of single records, acknowledged by all replicas. */
  public static Map<String, Object> producer(CommonConfig config) {
    Map<String, Object> properties = common(config);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    properties.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Each record is waited for by somebody: do not let it wait for company.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return properties;
  }

  private static Map<String, Object> consumer(CommonConfig config) {
    Map<String, Object> properties = common(config);
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return properties;
  }

  private static Map<String, Object> common(CommonConfig config) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.kafkaBootstrap());
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "kindling-" + config.instance());
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return properties;
  }
}
