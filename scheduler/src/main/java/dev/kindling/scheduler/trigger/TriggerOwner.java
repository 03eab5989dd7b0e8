package dev.kindling.scheduler.trigger;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Owns the partitions of every topic that a trigger names. The topics follow the triggers: the loop
 * subscribes to one when its first trigger appears, and leaves it with the last.
 *
 * <p>A topic that has been read before goes on where it was left; one that has not starts with the
 * first event after its oldest trigger was written, wherever the scheduler was at that time.
 *
 * <p>Started once the jobs are known, closed once; both may block.
 */
public final class TriggerOwner implements AutoCloseable {
  private final DefinitionBook<JobDefinition> jobs;
  private final ParameterCheck check;
  private final Supplier<MatchTopic> matches;
  private final InstantSource clock;
  private final TriggerMetrics metrics;
  private final TriggerBook book;
  private final TableView view;
  private final TopicWatch topics;
  private final OwnerLoop<Void> loop;

  /**
   * @param matches where events go that wait; asked for once the topics are known
   */
  public TriggerOwner(
      Vertx vertx,
      CommonConfig config,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      Supplier<MatchTopic> matches,
      InstantSource clock,
      MeterRegistry meters) {
    this.jobs = jobs;
    this.check = check;
    this.matches = matches;
    this.clock = clock;
    this.metrics = new TriggerMetrics(meters);
    OwnerConfig what = new OwnerConfig("triggers", Set.of(), Optional.empty(), false, this::since);
    this.loop = new OwnerLoop<>(config, what, this::partition, clock, meters);
    this.topics = new TopicWatch(vertx, config, loop::subscribe);
    this.book = new TriggerBook(topics::want);
    this.view = new TableView(config, KindlingTopics.TRIGGERS, book::apply);
    metrics.gauge("kindling.trigger.count", "triggers that are defined", book::size);
    metrics.gauge(
        "kindling.trigger.topics.missing",
        "topics that triggers name and that do not exist",
        () -> topics.missing().size());
  }

  private Optional<Instant> since(TopicPartition partition) {
    return book.since(partition.topic());
  }

  private TriggerPartition partition(TopicPartition owned) {
    return new TriggerPartition(book, jobs, check, matches.get(), clock, metrics);
  }

  /** The triggers, for whoever shapes their events. */
  public TriggerBook book() {
    return book;
  }

  /** Reads the triggers, then begins to read events. */
  public Future<Void> start() {
    topics.start();
    return view.start().onSuccess(done -> loop.start());
  }

  /** Whether the triggers are known and their events are read. */
  public CheckResult health() {
    CheckResult triggers = view.health();
    return triggers.ok() ? loop.health() : triggers;
  }

  /** Whether the threads do their work. */
  public CheckResult liveness() {
    CheckResult triggers = view.liveness();
    return triggers.ok() ? loop.liveness() : triggers;
  }

  @Override
  public void close() throws InterruptedException {
    loop.close();
    view.close();
    topics.close();
  }
}
