package dev.kindling.scheduler.trigger;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives events to triggers: knows the triggers, and owns the topics that they want, on the
 * platform's cluster and on others.
 *
 * <p>Started once the jobs are known, closed once; both may block.
 */
public final class TriggerOwner implements AutoCloseable {
  private final TriggerBook book;
  private final TableView view;
  private final TableView clusters;
  private final TopicOwner home;
  private final OtherClusters others;

  /**
   * @param partitions of the topics by their names; asked for once they are known
   */
  public TriggerOwner(
      Vertx vertx,
      CommonConfig config,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      Supplier<Map<String, Integer>> partitions,
      SecretStore secrets,
      InstantSource clock,
      MeterRegistry meters) {
    TriggerMetrics metrics = new TriggerMetrics(meters);
    this.book = new TriggerBook(this::want);
    TopicOwner.Tools tools =
        new TopicOwner.Tools(
            vertx,
            config,
            book,
            cluster ->
                new TriggerPartition(
                    cluster, book, jobs, check, MatchTopic.of(partitions.get()), clock, metrics),
            () -> partitions.get().get(KindlingTopics.TRIGGER_POSITIONS.name()),
            clock,
            meters);
    this.home = new TopicOwner(tools, TriggerBook.HOME, Optional.empty());
    this.others = new OtherClusters(tools, secrets);
    this.view = new TableView(config, KindlingTopics.TRIGGERS, book::apply);
    this.clusters = new TableView(config, KindlingTopics.KAFKA_CLUSTERS, others::apply);
    metrics.gauge("kindling.trigger.count", "triggers that are defined", book::size);
    metrics.gauge(
        "kindling.trigger.topics.missing",
        "topics that triggers name and that do not exist",
        home::missing);
  }

  private void want(String cluster, TopicWish wish) {
    if (cluster.equals(TriggerBook.HOME)) {
      home.want(wish);
    } else {
      others.want(cluster, wish);
    }
  }

  /** The triggers, for whoever shapes their events. */
  public TriggerBook book() {
    return book;
  }

  /** Reads the triggers, then begins to read events. */
  public Future<Void> start() {
    home.watch();
    return clusters
        .start()
        .compose(done -> view.start())
        .onSuccess(
            done -> {
              home.start();
              others.start();
            });
  }

  /**
   * Whether the triggers are known and the events of the platform's cluster are read. Another
   * cluster that is away must not take this service away, too.
   */
  public CheckResult health() {
    CheckResult triggers = view.health();
    return triggers.ok() ? home.health() : triggers;
  }

  /** Whether the threads do their work. */
  public CheckResult liveness() {
    CheckResult triggers = view.liveness();
    return triggers.ok() ? home.liveness() : triggers;
  }

  @Override
  public void close() throws InterruptedException {
    others.close();
    home.close();
    clusters.close();
    view.close();
  }
}
