package dev.kindling.kit.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.request.Misfit;
import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides what a trigger makes of an event. Pure: the same event, trigger and job give the same
 * run, under the same id, as long as the check of the parameters is pure.
 */
public final class TriggerMachine {
  private TriggerMachine() {}

  /**
   * Decides.
   *
   * @param mapping the trigger's expressions
   * @param carrier the record that the event came in; its place is the identity of an event that
   *     has none
   * @param job the trigger's job if it is defined
   * @param check says whether the parameters fit the job, and completes them
   */
  public static TriggerVerdict decide(
      TriggerDefinition trigger,
      TriggerMapping mapping,
      Event event,
      ConsumerRecord<String, byte[]> carrier,
      Optional<JobDefinition> job,
      ParameterCheck check,
      Instant now) {
    TriggerSpec spec = trigger.spec();
    if (spec.paused()) {
      return new TriggerVerdict.Paused();
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    try {
      if (mapping.filter().isPresent() && !mapping.filter().get().holds(event.scope())) {
        return new TriggerVerdict.Filtered();
      }
      for (Map.Entry<String, Expression> parameter : mapping.parameters().entrySet()) {
        parameters.set(parameter.getKey(), parameter.getValue().value(event.scope()));
      }
    } catch (ExpressionException e) {
      return new TriggerVerdict.Refused(
          e.getMessage() + " Where a value may be missing, ask with has(…) or .orValue(…).");
    }
    if (job.isEmpty()) {
      return new TriggerVerdict.Refused(
          "The job \"" + spec.job() + "\" is not defined: define it, or name another.");
    }
    CheckedParameters checked = check.check(job.get(), parameters);
    if (!(checked instanceof CheckedParameters.Fit fit)) {
      return new TriggerVerdict.Refused(
          Misfit.reason(spec.job(), checked).orElseThrow()
              + " Change the event, what the trigger takes from it, or the job's schema.");
    }
    Optional<SizedRequest> request =
        SizedRequest.of(request(trigger, event, carrier, job.get(), fit.parameters(), now));
    if (request.isEmpty()) {
      return new TriggerVerdict.Refused(
          "Job and parameters together are more than "
              + SizedRequest.MOST_BYTES
              + " bytes: map less of the event, or pass large values as a file.");
    }
    return new TriggerVerdict.Fired(request.get());
  }

  private static RunRequest.Requested request(
      TriggerDefinition trigger,
      Event event,
      ConsumerRecord<String, byte[]> carrier,
      JobDefinition job,
      ObjectNode parameters,
      Instant now) {
    String name = trigger.name();
    String place = carrier.topic() + "-" + carrier.partition() + "@" + carrier.offset();
    String runId =
        event.hasIdentity()
            ? RunIds.ofEvent(name, event.source(), event.id())
            : RunIds.ofRecord(name, carrier.topic(), carrier.partition(), carrier.offset());
    Origin origin =
        Origin.first(Origin.Kind.TRIGGER, name, event.hasIdentity() ? event.id() : place, null);
    return new RunRequest.Requested(runId, job, parameters, origin, event.traceparent(), now);
  }
}
