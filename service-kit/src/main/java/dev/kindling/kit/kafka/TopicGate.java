package dev.kindling.kit.kafka;

import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a service's start: creates the topics that are missing and refuses to go on when
 * one is not what it must be, with the command that repairs it. A table with the wrong cleanup
 * policy loses runs weeks later, so this is checked every time.
 *
 * <p>Blocking; called off the event loop, once, before anything reads or writes.
 */
public final class TopicGate {
  private static final Logger LOG = LoggerFactory.getLogger(TopicGate.class);

  private static final long ASK_AGAIN_MILLIS = 50;

  private final CommonConfig config;
  private final Duration deadline;

  /**
   * @param deadline how long to wait for Kafka
   */
  public TopicGate(CommonConfig config, Duration deadline) {
    this.config = config;
    this.deadline = deadline;
  }

  /**
   * Creates and verifies.
   *
   * @return the number of partitions by topic
   * @throws TopicsRefused if a topic is wrong or Kafka does not answer in time; the message lists
   *     every fault with its remedy
   */
  public Map<String, Integer> pass(List<TopicSpec> specs) {
    try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
      create(admin, specs);
      return verifyOnceKnown(admin, specs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicsRefused("interrupted while looking at the topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new TopicsRefused(
          "Kafka at "
              + config.kafkaBootstrap()
              + " did not answer: "
              + (e.getCause() == null ? e : e.getCause())
              + ". Is KINDLING_KAFKA_BOOTSTRAP right, and is the broker up?",
          e);
    }
  }

  private void create(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> present = get(admin.listTopics().names());
    List<NewTopic> missing =
        specs.stream().filter(spec -> !present.contains(spec.name())).map(this::topic).toList();
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(missing).values().entrySet()) {
      try {
        get(created.getValue());
        LOG.info("created topic {}", created.getKey());
      } catch (ExecutionException e) {
        // Another service was quicker; what it made is verified below.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private NewTopic topic(TopicSpec spec) {
    return new NewTopic(spec.name(), config.topicPartitions(), (short) config.topicReplication())
        .configs(spec.settings());
  }

  /** A topic that was made a moment ago is not known to every broker yet: ask again for a while. */
  private Map<String, Integer> verifyOnceKnown(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      try {
        return verify(admin, specs);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(ASK_AGAIN_MILLIS);
      }
    }
  }

  private Map<String, Integer> verify(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> names = specs.stream().map(TopicSpec::name).toList();
    Map<String, TopicDescription> found = get(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> settings =
        get(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .collect(Collectors.toSet()))
                .all());
    List<String> faults = new ArrayList<>();
    for (TopicSpec spec : specs) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
      String policy = settings.get(resource).get("cleanup.policy").value();
      if (!policy.equals(spec.kind().cleanupPolicy())) {
        faults.add(
            spec.name()
                + " has cleanup.policy="
                + policy
                + " and must have "
                + spec.kind().cleanupPolicy()
                + ":\n    kafka-configs.sh --bootstrap-server "
                + config.kafkaBootstrap()
                + " --alter --topic "
                + spec.name()
                + " --add-config cleanup.policy="
                + spec.kind().cleanupPolicy());
      }
    }
    samePartitions(found, faults);
    if (!faults.isEmpty()) {
      throw new TopicsRefused(
          "These topics are not what they must be:\n  " + String.join("\n  ", faults), null);
    }
    Map<String, Integer> partitions = new TreeMap<>();
    found.forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
    return partitions;
  }

  /** A run's request, its state and its events must fall into partitions of the same number. */
  private void samePartitions(Map<String, TopicDescription> found, List<String> faults) {
    for (List<TopicSpec> together :
        List.of(
            List.of(KindlingTopics.RUN_REQUESTS, KindlingTopics.RUNS, KindlingTopics.RUN_EVENTS),
            List.of(KindlingTopics.SCHEDULES, KindlingTopics.SCHEDULE_STATE),
            List.of(KindlingTopics.BACKFILLS, KindlingTopics.BACKFILL_STATE),
            List.of(KindlingTopics.TRIGGER_MATCHES, KindlingTopics.TRIGGER_STATE))) {
      Map<String, Integer> counts = new TreeMap<>();
      for (TopicSpec spec : together) {
        if (found.containsKey(spec.name())) {
          counts.put(spec.name(), found.get(spec.name()).partitions().size());
        }
      }
      if (Set.copyOf(counts.values()).size() > 1) {
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        faults.add(
            counts
                + " must have the same number of partitions:\n    kafka-topics.sh"
                + " --bootstrap-server "
                + config.kafkaBootstrap()
                + " --alter --partitions "
                + most
                + " --topic <the smaller one>, while it is still empty");
      }
    }
  }

  private <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The topics are not fit to work with. */
  public static final class TopicsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsRefused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
