package dev.kindling.scheduler.backfill;

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
 */
public final class BackfillOwner {
  private static final OwnerConfig WHAT =
      new OwnerConfig(
          "backfills",
          Set.of(KindlingTopics.BACKFILLS.name()),
          Optional.of(KindlingTopics.BACKFILL_STATE.name()),
          true,
          OwnerConfig.SELDOM);

  private BackfillOwner() {}

  /** Makes it. It is to be started once jobs and the ends of runs are known. */
  public static OwnerLoop<?> of(
      CommonConfig config,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      RunEnds ends,
      InstantSource clock,
      MeterRegistry meters) {
    return new OwnerLoop<>(
        config,
        WHAT,
        owned -> new BackfillPartition(owned.partition(), jobs::find, check, ends::state),
        clock,
        meters);
  }
}
