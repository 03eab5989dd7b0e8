package dev.kindling.scheduler.trigger;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.ClusterAccess;
import dev.kindling.kit.owner.InputCluster;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.secret.SecretStore.NoSuchSecret;
import dev.kindling.kit.service.DaemonThreads;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import io.micrometer.core.instrument.Gauge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from other Kafka clusters: an owner of topics for each that is defined and that a trigger
 * wants something of. One that cannot be reached is tried for ever, and never holds up another; a
 * changed definition is a new connection.
 *
 * <p>What is defined and wanted comes from the threads of the table views; connections are opened
 * and closed on a thread of its own, since both may block.
 */
final class OtherClusters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtherClusters.class);
  private static final long LOOK_SECONDS = 5;

  private final TopicOwner.Tools tools;
  private final SecretStore secrets;
  private final DefinitionBook<KafkaClusterDefinition> defined =
      new DefinitionBook<>("Kafka cluster", KafkaClusterDefinition.class);
  private final Map<String, TopicWish> wanted = new ConcurrentHashMap<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final Map<String, Open> open = new HashMap<>();
  private final Set<String> measured = new HashSet<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("other-clusters"));

  private record Open(KafkaClusterDefinition definition, ClusterAccess access, TopicOwner owner) {}

  OtherClusters(TopicOwner.Tools tools, SecretStore secrets) {
    this.tools = tools;
    this.secrets = secrets;
  }

  /** Begins to look after what is defined and wanted. */
  void start() {
    thread.scheduleWithFixedDelay(this::lookAtAll, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** One record of the table of clusters. */
  void apply(String name, ConsumerRecord<String, byte[]> changed) {
    defined.apply(name, changed);
    if (name != null) {
      thread.execute(() -> look(name));
    }
  }

  /** Triggers want these of a cluster from now on. */
  void want(String name, TopicWish wish) {
    wanted.put(name, wish);
    thread.execute(() -> look(name));
  }

  private void lookAtAll() {
    Set<String> all = new HashSet<>(wanted.keySet());
    all.addAll(open.keySet());
    all.forEach(this::look);
  }

  /** Makes what is open agree with what is defined and wanted. */
  private void look(String name) {
    try {
      TopicWish wish = wanted.getOrDefault(name, TopicWish.NONE);
      KafkaClusterDefinition definition = defined.find(name).orElse(null);
      Open before = open.get(name);
      if (before != null && (wish.isEmpty() || isOutdated(before, definition))) {
        open.remove(name);
        before.owner().close();
        before = null;
      }
      if (wish.isEmpty()) {
        troubles.remove(name);
        return;
      }
      measure(name);
      if (definition == null) {
        trouble(name, "is not defined");
      } else {
        if (before == null) {
          ClusterAccess access = ClusterAccess.of(definition.spec(), secrets);
          before = new Open(definition, access, connect(name, access));
          open.put(name, before);
        }
        before.owner().want(wish);
        CheckResult health = before.owner().health();
        trouble(name, health.ok() ? null : health.detail());
      }
    } catch (NoSuchSecret | KafkaException e) {
      trouble(name, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the cluster {} cannot be looked after", name, e);
      trouble(name, e.toString());
    }
  }

  /** A password that does not work may have been changed meanwhile. */
  private boolean isOutdated(Open one, KafkaClusterDefinition definition) throws NoSuchSecret {
    return !one.definition().equals(definition)
        || (!one.owner().health().ok()
            && !ClusterAccess.of(definition.spec(), secrets).equals(one.access()));
  }

  private TopicOwner connect(String name, ClusterAccess access) {
    TopicOwner owner =
        new TopicOwner(tools, name, Optional.of(new InputCluster(access, "kindling-triggers")));
    owner.watch();
    owner.start();
    return owner;
  }

  /** Told when it changes, not each time. */
  private void trouble(String name, String now) {
    String before = now == null ? troubles.remove(name) : troubles.put(name, now);
    if (now != null && !now.equals(before)) {
      LOG.warn("no events are read from the cluster {}, it is tried again: {}", name, now);
    } else if (now == null && before != null) {
      LOG.info("events are read from the cluster {} again", name);
    }
  }

  private void measure(String name) {
    if (measured.add(name)) {
      Gauge.builder(
              "kindling.trigger.cluster.up", troubles, all -> all.containsKey(name) ? 0.0 : 1.0)
          .description("whether events are read from another Kafka cluster")
          .tag("cluster", name)
          .register(tools.meters());
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.execute(
        () ->
            open.values()
                .forEach(
                    one -> {
                      try {
                        one.owner().close();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    thread.shutdown();
    if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
      LOG.warn("the connections to other clusters did not close in time");
    }
  }
}
