package dev.kindling.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.access.Subject;
import dev.kindling.gateway.deadletter.LetterBook;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.SubjectLabels;
import dev.kindling.gateway.livy.LivyHandlers;
import dev.kindling.gateway.run.KnownRuns;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.hold.HoldNames;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.trigger.TriggerDefinition;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the labels of the job that something belongs to. A run keeps the labels that its job had
 * when it was asked for; everything else has those of the job as it is now. What belongs to no job
 * that there is has no labels, and so is in nobody's scope but of those for everything.
 */
public final class JobLabels implements SubjectLabels {
  private final DefinitionView<JobDefinition> jobs;
  private final DefinitionView<ScheduleDefinition> schedules;
  private final DefinitionView<BackfillDefinition> backfills;
  private final DefinitionView<TriggerDefinition> triggers;
  private final LetterBook letters;
  private final KnownRuns runs;

  JobLabels(
      DefinitionView<JobDefinition> jobs,
      DefinitionView<ScheduleDefinition> schedules,
      DefinitionView<BackfillDefinition> backfills,
      DefinitionView<TriggerDefinition> triggers,
      LetterBook letters,
      KnownRuns runs) {
    this.jobs = jobs;
    this.schedules = schedules;
    this.backfills = backfills;
    this.triggers = triggers;
    this.letters = letters;
    this.runs = runs;
  }

  @Override
  public Future<Optional<Map<String, String>>> of(Subject subject, Call call) {
    return switch (subject) {
      case RUN -> ofRun(call.path("id"));
      case BATCH -> ofRun(LivyHandlers.runOf(call.path("batch")));
      case JOB -> known(jobs.get(call.path("name")).map(job -> job.spec().labels()));
      case SCHEDULE -> known(ofSchedule(call.path("name")));
      case BACKFILL -> known(backfills.get(call.path("name")).map(b -> ofJob(b.spec().job())));
      case TRIGGER -> known(triggers.get(call.path("name")).map(t -> ofJob(t.spec().job())));
      case LETTER -> known(letters.trigger(call.path("id")).map(this::ofTrigger));
      case HOLD -> known(Optional.of(ofHold(call.path("name"))));
      case BODY_LABELS -> known(Optional.of(texts(call.body().path("labels"))));
      case BODY_JOB -> known(ofBody(call.body().path("job")));
      case BODY_TRIGGER_JOB -> known(ofBody(call.body().at("/trigger/job")));
      case PATCH_LABELS -> known(Optional.of(patched(call)));
      case PATCH_JOB ->
          // Where the patch leaves the job alone, that of the path counts, and was looked at.
          known(
              call.body().has("job")
                  ? ofBody(call.body().path("job"))
                  : Optional.of(call.caller().scope().labels()));
      case EACH, PLATFORM -> throw new IllegalArgumentException(subject + " has no labels");
    };
  }

  private static Future<Optional<Map<String, String>>> known(Optional<Map<String, String>> labels) {
    return Future.succeededFuture(labels);
  }

  private Future<Optional<Map<String, String>>> ofRun(String id) {
    return runs.look(id).map(found -> found.map(run -> run.job().spec().labels()));
  }

  private Optional<Map<String, String>> ofSchedule(String name) {
    return schedules.get(name).map(schedule -> ofJob(schedule.spec().job()));
  }

  /** Of a job as it is now. */
  Map<String, String> ofJob(String name) {
    return jobs.get(name).map(job -> job.spec().labels()).orElse(Map.of());
  }

  /** Of the job of a trigger; an empty name is that of no trigger. */
  Map<String, String> ofTrigger(String name) {
    return triggers.get(name).map(trigger -> ofJob(trigger.spec().job())).orElse(Map.of());
  }

  Map<String, String> ofHold(String name) {
    return HoldNames.heldJob(name).map(this::ofJob).orElse(Map.of());
  }

  private Optional<Map<String, String>> ofBody(JsonNode job) {
    return jobs.get(job.asText()).map(found -> found.spec().labels());
  }

  /** The labels that the job of the path would have. */
  private Map<String, String> patched(Call call) {
    Map<String, String> labels = new HashMap<>(ofJob(call.path("name")));
    JsonNode patch = call.body().path("labels");
    if (patch.isNull()) {
      labels.clear();
    }
    patch
        .properties()
        .forEach(
            label -> {
              if (label.getValue().isNull()) {
                labels.remove(label.getKey());
              } else {
                labels.put(label.getKey(), label.getValue().asText());
              }
            });
    return labels;
  }

  private static Map<String, String> texts(JsonNode labels) {
    Map<String, String> texts = new HashMap<>();
    labels.properties().forEach(label -> texts.put(label.getKey(), label.getValue().asText()));
    return texts;
  }
}
