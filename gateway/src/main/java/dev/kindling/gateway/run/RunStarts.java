package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunTerms;
import dev.kindling.model.schedule.FireTemplates;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.Timetable;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks for runs: checks the parameters by the job's schema, gives the run its id, and completes
 * once Kafka has the request. What is wrong with a request is the problem that it fails with.
 */
public final class RunStarts {
  private final DefinitionView<JobDefinition> jobs;
  private final ParameterSchemas schemas;
  private final RunIndex index;
  private final RunRequests requests;
  private final InstantSource clock;
  private final RandomGenerator random;

  public RunStarts(
      DefinitionView<JobDefinition> jobs,
      ParameterSchemas schemas,
      RunIndex index,
      RunRequests requests,
      InstantSource clock,
      RandomGenerator random) {
    this.jobs = jobs;
    this.schemas = schemas;
    this.index = index;
    this.requests = requests;
    this.clock = clock;
    this.random = random;
  }

  /** A run of a job; the same key for the same job is the same run. */
  Future<Run> start(
      String jobName,
      ObjectNode given,
      Optional<String> key,
      Caller by,
      String traceparent,
      Intent intent) {
    try {
      Optional<Run> known =
          key.flatMap(k -> index.get(RunIds.ofIdempotencyKey(jobName, k)))
              .filter(run -> by.sees(run.job().spec().labels()));
      if (known.isPresent()) {
        return Future.succeededFuture(again(known.get(), given));
      }
      JobDefinition job =
          jobs.get(jobName)
              .filter(now -> by.sees(now.spec().labels()))
              .orElseThrow(() -> Problems.notFound("There is no job " + jobName + "."));
      ObjectNode parameters = fitting(schemas.check(job, given));
      String id = id(key.map(k -> RunIds.ofIdempotencyKey(jobName, k)));
      Origin origin = Origin.first(Origin.Kind.API, null, key.orElse(null), by.name());
      return ask(id, job, parameters, origin, traceparent, intent);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * A run with the parameters of another one, of the job as it is now; the same key for the same
   * run is the same rerun.
   */
  Future<Run> again(Run run, Optional<String> key, Caller by, String traceparent, Intent intent) {
    try {
      if (!run.state().isFinal()) {
        throw Problems.conflict(
            "Run " + run.id() + " has not ended: it is " + run.state() + ". Cancel it first.");
      }
      Optional<Run> known = key.flatMap(k -> index.get(RunIds.ofRerun(run.id(), k)));
      if (known.isPresent()) {
        return Future.succeededFuture(known.get());
      }
      String jobName = run.job().name();
      // The job as it is now may be somebody else's.
      JobDefinition job =
          jobs.get(jobName)
              .filter(now -> by.sees(now.spec().labels()))
              .orElseThrow(() -> Problems.conflict("The job " + jobName + " is there no more."));
      ObjectNode parameters = fitting(schemas.check(job, object(run.parameters())));
      String id = id(key.map(k -> RunIds.ofRerun(run.id(), k)));
      Origin origin = new Origin(Origin.Kind.API, null, key.orElse(null), by.name(), run.id());
      return ask(id, job, parameters, origin, traceparent, intent);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * The run that a schedule would start, now; the same key for the same schedule is the same run.
   *
   * @param schedule as it is defined, paused or not
   */
  public Future<Run> fire(
      ScheduleDefinition schedule,
      Optional<String> key,
      String by,
      String traceparent,
      Intent intent) {
    try {
      Optional<Run> known = key.flatMap(k -> index.get(RunIds.ofFireNow(schedule.name(), k)));
      if (known.isPresent()) {
        return Future.succeededFuture(known.get());
      }
      String jobName = schedule.spec().job();
      JobDefinition job =
          jobs.get(jobName)
              .orElseThrow(
                  () ->
                      Problems.conflict(
                          "The job "
                              + jobName
                              + " is not defined: define it, or name another in the schedule."));
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      ZonedDateTime local = Timetable.of(schedule.name(), schedule.spec()).at(now);
      ObjectNode parameters =
          fitting(
              schemas.check(
                  job, object(FireTemplates.resolve(schedule.spec().parameters(), local))));
      String id = id(key.map(k -> RunIds.ofFireNow(schedule.name(), k)));
      Origin origin = Origin.first(Origin.Kind.SCHEDULE, schedule.name(), now.toString(), by);
      RunTerms terms = new RunTerms(schedule.spec().whenRunning(), null, null);
      return ask(
          new RunRequest.Requested(
              id, job, parameters, origin, traceparent, terms, clock.instant()),
          intent);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Run> ask(
      String id,
      JobDefinition job,
      ObjectNode parameters,
      Origin origin,
      String traceparent,
      Intent intent) {
    return ask(
        new RunRequest.Requested(id, job, parameters, origin, traceparent, clock.instant()),
        intent);
  }

  /** Asks for a run that somebody else has decided; it is shown from the answer on. */
  public Future<Run> ask(RunRequest.Requested request, Intent intent) {
    if (intent.isDry()) {
      return Future.succeededFuture(AcceptedRuns.run(request));
    }
    byte[] text = Json.bytes(request);
    return requests
        .send(request.job().routingKey(), text, request.traceparent())
        .map(acknowledged -> index.accept(request, text));
  }

  /** The id that follows from a client's key, or a new one. */
  private String id(Optional<String> ofKey) {
    return ofKey.orElseGet(() -> RunIds.random(clock.instant(), random));
  }

  private static ObjectNode object(JsonNode parameters) {
    return parameters instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode fitting(CheckedParameters checked) {
    if (checked instanceof CheckedParameters.Unfit unfit) {
      throw Problems.invalid(unfit.problems());
    }
    if (checked instanceof CheckedParameters.UnusableSchema unusable) {
      throw Problems.conflict(unusable.reason());
    }
    return ((CheckedParameters.Fit) checked).parameters();
  }

  /**
   * The same key again. What was asked then is compared with what is asked now, by the schema that
   * the job had then: its defaults may have changed since.
   */
  private Run again(Run run, ObjectNode given) {
    if (!schemas.withDefaults(run.job(), given).equals(run.parameters())) {
      throw Problems.conflict(
          "The Idempotency-Key was used for run "
              + run.id()
              + " with other parameters: use a new key for a new run.");
    }
    return run;
  }
}
