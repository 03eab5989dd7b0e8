package dev.kindling.gateway;

import dev.kindling.gateway.definition.Advice;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.run.Run;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.trigger.TriggerDefinition;
import java.util.ArrayList;
import java.util.List;

/** Who would be left with nothing if a job were deleted. */
final class JobDependants {
  /** So many of the runs that have not ended are named. */
  private static final int NAMED = 5;

  private JobDependants() {}

  static Advice<JobSpec> advice(
      DefinitionView<ScheduleDefinition> schedules,
      DefinitionView<TriggerDefinition> triggers,
      RunIndex runs) {
    return new Advice<>(
        (name, spec) -> List.of(),
        name -> {
          List<String> dependants = new ArrayList<>();
          schedules.all().stream()
              .filter(schedule -> name.equals(schedule.spec().job()))
              .forEach(schedule -> dependants.add("schedule " + schedule.name()));
          triggers.all().stream()
              .filter(trigger -> name.equals(trigger.spec().job()))
              .forEach(trigger -> dependants.add("trigger " + trigger.name()));
          List<Run> live = runs.live().filter(run -> name.equals(run.job().name())).toList();
          live.stream().limit(NAMED).forEach(run -> dependants.add("run " + run.id()));
          if (live.size() > NAMED) {
            dependants.add((live.size() - NAMED) + " runs more");
          }
          return dependants;
        });
  }
}
