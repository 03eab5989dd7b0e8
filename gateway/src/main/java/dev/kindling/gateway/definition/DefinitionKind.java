package dev.kindling.gateway.definition;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TopicSpec;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleSpecCheck;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.model.trigger.TriggerSpecCheck;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What the three kinds of definitions have each of their own; the rest of this package is the same
 * for all.
 *
 * @param <S> what a person writes
 * @param <D> what the table holds
 * @param noun the kind in a sentence, such as {@code job}
 * @param path the collection's path
 * @param topic the table
 * @param specType the class of the spec
 * @param type the class of the definition
 * @param maker makes a definition
 * @param name reads its name
 * @param revision reads its revision
 * @param spec reads its spec
 * @param check says everything that is wrong with a spec; may take some milliseconds
 */
public record DefinitionKind<S extends Record, D>(
    String noun,
    String path,
    TopicSpec topic,
    Class<S> specType,
    Class<D> type,
    Maker<S, D> maker,
    Function<D, String> name,
    ToLongFunction<D> revision,
    Function<D, S> spec,
    Function<S, List<FieldProblem>> check) {

  /** The canonical constructor that all definitions share. */
  @FunctionalInterface
  public interface Maker<S, D> {
    D make(String name, long revision, S spec, Instant updatedAt, String updatedBy);
  }

  /**
   * @param check the check of the spec, that of its JSON Schema included
   */
  public static DefinitionKind<JobSpec, JobDefinition> jobs(
      Function<JobSpec, List<FieldProblem>> check) {
    return new DefinitionKind<>(
        "job",
        "/api/v1/jobs/",
        KindlingTopics.JOBS,
        JobSpec.class,
        JobDefinition.class,
        JobDefinition::new,
        JobDefinition::name,
        JobDefinition::revision,
        JobDefinition::spec,
        check);
  }

  public static DefinitionKind<ScheduleSpec, ScheduleDefinition> schedules() {
    return new DefinitionKind<>(
        "schedule",
        "/api/v1/schedules/",
        KindlingTopics.SCHEDULES,
        ScheduleSpec.class,
        ScheduleDefinition.class,
        ScheduleDefinition::new,
        ScheduleDefinition::name,
        ScheduleDefinition::revision,
        ScheduleDefinition::spec,
        ScheduleSpecCheck::problems);
  }

  public static DefinitionKind<TriggerSpec, TriggerDefinition> triggers() {
    return new DefinitionKind<>(
        "trigger",
        "/api/v1/triggers/",
        KindlingTopics.TRIGGERS,
        TriggerSpec.class,
        TriggerDefinition.class,
        TriggerDefinition::new,
        TriggerDefinition::name,
        TriggerDefinition::revision,
        TriggerDefinition::spec,
        TriggerSpecCheck::problems);
  }
}
