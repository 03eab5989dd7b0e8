package dev.kindling.gateway.definition;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TopicSpec;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.cluster.KafkaClusterSpec;
import dev.kindling.model.cluster.KafkaClusterSpecCheck;
import dev.kindling.model.hold.HoldDefinition;
import dev.kindling.model.hold.HoldNames;
import dev.kindling.model.hold.HoldSpec;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.Names;
import dev.kindling.model.pool.PoolDefinition;
import dev.kindling.model.pool.PoolSpec;
import dev.kindling.model.pool.PoolSpecCheck;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.CalendarSpecCheck;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleSpecCheck;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What the kinds of definitions have each of their own; the rest of this package is the same for
 * all.
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
 * @param naming says what is wrong with a name, as the end of a sentence
 * @param check says everything that is wrong with a spec; may take some milliseconds
 * @param carry what a spec that replaces another one becomes: it may keep what people did to the
 *     other by the API
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
    Function<String, Optional<String>> naming,
    Function<S, List<FieldProblem>> check,
    BinaryOperator<S> carry) {

  /** A kind of which a replaced spec leaves nothing behind. */
  public DefinitionKind(
      String noun,
      String path,
      TopicSpec topic,
      Class<S> specType,
      Class<D> type,
      Maker<S, D> maker,
      Function<D, String> name,
      ToLongFunction<D> revision,
      Function<D, S> spec,
      Function<String, Optional<String>> naming,
      Function<S, List<FieldProblem>> check) {
    this(
        noun,
        path,
        topic,
        specType,
        type,
        maker,
        name,
        revision,
        spec,
        naming,
        check,
        (before, next) -> next);
  }

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
        Names::problem,
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
        Names::problem,
        ScheduleSpecCheck::problems);
  }

  /** Calendars that schedules name. */
  public static DefinitionKind<CalendarSpec, CalendarDefinition> calendars() {
    return new DefinitionKind<>(
        "calendar",
        "/api/v1/calendars/",
        KindlingTopics.CALENDARS,
        CalendarSpec.class,
        CalendarDefinition.class,
        CalendarDefinition::new,
        CalendarDefinition::name,
        CalendarDefinition::revision,
        CalendarDefinition::spec,
        Names::problem,
        CalendarSpecCheck::problems);
  }

  /** Backfills, which nobody writes by hand. */
  public static DefinitionKind<BackfillSpec, BackfillDefinition> backfills() {
    return new DefinitionKind<>(
        "backfill",
        "/api/v1/backfills/",
        KindlingTopics.BACKFILLS,
        BackfillSpec.class,
        BackfillDefinition.class,
        BackfillDefinition::new,
        BackfillDefinition::name,
        BackfillDefinition::revision,
        BackfillDefinition::spec,
        Names::problem,
        spec -> List.of());
  }

  /**
   * @param check the check of the spec, that of its expressions included
   */
  public static DefinitionKind<TriggerSpec, TriggerDefinition> triggers(
      Function<TriggerSpec, List<FieldProblem>> check) {
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
        Names::problem,
        check,
        TriggerSpec::replacing);
  }

  /** Other Kafka clusters that triggers read from. */
  public static DefinitionKind<KafkaClusterSpec, KafkaClusterDefinition> kafkaClusters() {
    return new DefinitionKind<>(
        "Kafka cluster",
        "/api/v1/kafka-clusters/",
        KindlingTopics.KAFKA_CLUSTERS,
        KafkaClusterSpec.class,
        KafkaClusterDefinition.class,
        KafkaClusterDefinition::new,
        KafkaClusterDefinition::name,
        KafkaClusterDefinition::revision,
        KafkaClusterDefinition::spec,
        Names::problem,
        KafkaClusterSpecCheck::problems);
  }

  public static DefinitionKind<PoolSpec, PoolDefinition> pools() {
    return new DefinitionKind<>(
        "pool",
        "/api/v1/pools/",
        KindlingTopics.POOLS,
        PoolSpec.class,
        PoolDefinition.class,
        PoolDefinition::new,
        PoolDefinition::name,
        PoolDefinition::revision,
        PoolDefinition::spec,
        Names::problem,
        PoolSpecCheck::problems);
  }

  /** Holds, whose names say what is held. */
  public static DefinitionKind<HoldSpec, HoldDefinition> holds() {
    return new DefinitionKind<>(
        "hold",
        "/api/v1/holds/",
        KindlingTopics.HOLDS,
        HoldSpec.class,
        HoldDefinition.class,
        HoldDefinition::new,
        HoldDefinition::name,
        HoldDefinition::revision,
        HoldDefinition::spec,
        HoldNames::problem,
        spec -> List.of());
  }
}
