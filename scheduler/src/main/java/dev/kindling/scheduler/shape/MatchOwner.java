package dev.kindling.scheduler.shape;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import dev.kindling.scheduler.trigger.TriggerBook;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Owns the events that wait: those of one trigger belong to the one scheduler that the consumer
 * group gives its partition to, whichever topics they came from.
 */
public final class MatchOwner {
  private static final OwnerConfig WHAT =
      new OwnerConfig(
          "shapes",
          Set.of(KindlingTopics.TRIGGER_MATCHES.name()),
          Optional.of(KindlingTopics.TRIGGER_STATE.name()),
          true);

  private MatchOwner() {}

  /** Makes it. It is to be started once jobs and triggers are known. */
  public static OwnerLoop<?> of(
      CommonConfig config,
      TriggerBook triggers,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      InstantSource clock,
      MeterRegistry meters) {
    MatchReader reader = new KafkaMatchReader(config);
    ShapeMetrics metrics = new ShapeMetrics(meters, clock);
    return new OwnerLoop<>(
        config,
        WHAT,
        owned ->
            new MatchPartition(
                owned.partition(), triggers::find, jobs::find, check, reader, metrics),
        clock,
        meters);
  }
}
