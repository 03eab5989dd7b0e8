package dev.kindling.scheduler.backfill;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import dev.kindling.scheduler.request.RunEnds;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Owns backfills: each belongs to the one scheduler that the consumer group gives its partition to.
 * Started once jobs and the ends of runs are known, closed once; both may block.
 */
public final class BackfillOwner implements AutoCloseable {
  private static final OwnerConfig WHAT =
      new OwnerConfig(
          "backfills",
          Set.of(KindlingTopics.BACKFILLS.name()),
          Optional.of(KindlingTopics.BACKFILL_STATE.name()),
          true);

  private final OwnerLoop<Void> loop;

  public BackfillOwner(
      CommonConfig config,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      RunEnds ends,
      InstantSource clock,
      MeterRegistry meters) {
    this.loop =
        new OwnerLoop<>(
            config,
            WHAT,
            owned -> new BackfillPartition(owned.partition(), jobs::find, check, ends::state),
            clock,
            meters);
  }

  public void start() {
    loop.start();
  }

  public CheckResult health() {
    return loop.health();
  }

  public CheckResult liveness() {
    return loop.liveness();
  }

  @Override
  public void close() throws InterruptedException {
    loop.close();
  }
}
