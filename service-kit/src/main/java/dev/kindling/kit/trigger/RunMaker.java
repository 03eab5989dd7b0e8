package dev.kindling.kit.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.eventfile.EventFile;
import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Scope;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.request.Misfit;
import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerShape;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the run of a trigger's events, or says why there is none. Pure, as long as the check of the
 * parameters is.
 *
 * @param job the trigger's job if it is defined
 * @param check says whether the parameters fit the job, and completes them
 */
record RunMaker(
    TriggerDefinition trigger,
    TriggerMapping mapping,
    Optional<JobDefinition> job,
    ParameterCheck check,
    Instant now) {

  /** What makes a run of these events the one that it is. */
  record Cause(String runId, String shownAs, String traceparent) {}

  TriggerVerdict make(Scope events, Cause cause) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    try {
      for (Map.Entry<String, Expression> parameter : mapping.parameters().entrySet()) {
        parameters.set(parameter.getKey(), parameter.getValue().value(events));
      }
    } catch (ExpressionException e) {
      return TriggerVerdict.noValue(e);
    }
    Optional<String> reference = reference(parameters);
    if (reference.isPresent()) {
      return new TriggerVerdict.Refused(
          "The parameter \""
              + reference.get()
              + "\" would be a reference to an artifact, which whoever sends events must not choose:"
              + " map another value, or name the artifact in the job.");
    }
    Optional<EventFile> file = Optional.empty();
    Optional<TriggerShape.BatchFile> wanted = large(parameters);
    if (wanted.isPresent()) {
      file = EventFile.of(parameters.get(wanted.get().parameter()), now);
      if (file.isEmpty()) {
        return new TriggerVerdict.Refused(
            "The file of the batch would have more than "
                + EventFile.MOST_BYTES
                + " bytes: map less of the events.",
            true);
      }
      parameters.put(wanted.get().parameter(), file.get().ref().text());
    }
    String name = trigger.spec().job();
    if (job.isEmpty()) {
      return new TriggerVerdict.Refused(
          "The job \"" + name + "\" is not defined: define it, or name another.");
    }
    CheckedParameters checked = check.check(job.get(), parameters);
    if (!(checked instanceof CheckedParameters.Fit fit)) {
      return new TriggerVerdict.Refused(
          Misfit.reason(name, checked).orElseThrow()
              + " Change the event, what the trigger takes from it, or the job's schema.");
    }
    Optional<SizedRequest> request =
        SizedRequest.of(
            new RunRequest.Requested(
                cause.runId(),
                job.get(),
                fit.parameters(),
                Origin.first(Origin.Kind.TRIGGER, trigger.name(), cause.shownAs(), null),
                cause.traceparent(),
                now));
    if (request.isEmpty()) {
      return new TriggerVerdict.Refused(
          "Job and parameters together are more than "
              + SizedRequest.MOST_BYTES
              + " bytes: map less of the event, or pass large values as a file.",
          true);
    }
    return new TriggerVerdict.Fired(request.get(), file);
  }

  /** The name of a parameter that is one; a job-runner would make a link of it. */
  private static Optional<String> reference(ObjectNode parameters) {
    return parameters.properties().stream()
        .filter(parameter -> ArtifactRef.of(parameter.getValue().asText()).isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The parameter that is to become a file, if there is one and it is large enough. */
  private Optional<TriggerShape.BatchFile> large(ObjectNode parameters) {
    return Optional.ofNullable(trigger.spec().shape().batch())
        .map(TriggerShape.Batch::file)
        .filter(file -> Json.bytes(parameters.get(file.parameter())).length > file.bound());
  }
}
