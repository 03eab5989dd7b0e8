package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Serves runs: ask for one, list, read, cancel. */
public final class RunHandlers {
  private static final List<String> STATES =
      Arrays.stream(RunState.values()).map(RunState::name).toList();

  /** Visible ASCII and spaces between; it becomes part of a hash and of the run's record. */
  private static final Pattern KEY =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 500;
  private static final int LONGEST_JOB = 100;

  private final DefinitionView<JobDefinition> jobs;
  private final ParameterSchemas schemas;
  private final RunIndex index;
  private final RunRequests requests;
  private final InstantSource clock;
  private final RandomGenerator random;

  public RunHandlers(
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

  public Future<Answer> start(Call call) {
    new Query(call).end();
    String name = call.path("name");
    Optional<String> key = call.header("Idempotency-Key");
    key.ifPresent(RunHandlers::checkKey);
    ObjectNode given = RunBodies.parameters(call.optionalBody());
    Optional<Run> known = key.flatMap(k -> index.get(RunIds.ofIdempotencyKey(name, k)));
    if (known.isPresent()) {
      return Future.succeededFuture(again(known.get(), given));
    }
    JobDefinition job =
        jobs.get(name).orElseThrow(() -> Problems.notFound("There is no job " + name + "."));
    ObjectNode parameters = fitting(schemas.check(job, given));
    Instant now = clock.instant();
    String id =
        key.map(k -> RunIds.ofIdempotencyKey(name, k)).orElseGet(() -> RunIds.random(now, random));
    Origin origin = Origin.first(Origin.Kind.API, null, key.orElse(null), call.principal());
    RunRequest.Requested request =
        new RunRequest.Requested(id, job, parameters, origin, call.traceparent(), now);
    return requests
        .send(job.routingKey(), request, call.traceparent())
        .map(acknowledged -> accepted(request));
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

  private static void checkKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw Problems.invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters.");
    }
  }

  /**
   * The same key again. What was asked then is compared with what is asked now, by the schema that
   * the job had then: its defaults may have changed since.
   */
  private Answer again(Run run, ObjectNode given) {
    if (!schemas.withDefaults(run.job(), given).equals(run.parameters())) {
      throw Problems.conflict(
          "The Idempotency-Key was used for run "
              + run.id()
              + " with other parameters: use a new key for a new run.");
    }
    return document(run);
  }

  private Answer accepted(RunRequest.Requested request) {
    Run requested = requested(request);
    index.accept(requested);
    return document(index.get(request.runId()).orElse(requested));
  }

  private static Answer document(Run run) {
    return Answer.of(202, RunDocument.of(run)).with("Location", RunDocument.path(run.id()));
  }

  /** The run as it is before its owner has seen it; version 0, so that any other is newer. */
  private static Run requested(RunRequest.Requested request) {
    return new Run(
        Run.SCHEMA,
        request.runId(),
        0,
        request.job(),
        request.parameters(),
        request.origin(),
        request.traceparent(),
        RunState.REQUESTED,
        "Accepted by the gateway; its job-runner has not seen it yet.",
        null,
        List.of(),
        request.requestedAt(),
        null,
        null,
        null,
        null,
        null,
        request.requestedAt());
  }

  public Future<Answer> list(Call call) {
    Query query = new Query(call);
    Set<RunState> states =
        query.someOf("state", STATES).stream().map(RunState::valueOf).collect(Collectors.toSet());
    String job = query.text("job", LONGEST_JOB).orElse(null);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    RunKey after =
        query
            .parsed("cursor", "must be the \"next\" of an earlier page.", RunKey::ofCursor)
            .orElse(null);
    query.end();
    RunPage page = index.page(new RunFilter(states, job), after, limit);
    return Future.succeededFuture(Answer.ok(RunList.of(page)));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    return Future.succeededFuture(Answer.ok(RunDocument.of(known(call.path("id")))));
  }

  public Future<Answer> cancel(Call call) {
    new Query(call).end();
    Run run = known(call.path("id"));
    String reason = RunBodies.reason(call.optionalBody());
    if (run.state().isFinal()) {
      throw Problems.conflict("Run " + run.id() + " has ended: it is " + run.state() + ".");
    }
    RunRequest.Cancel cancel =
        new RunRequest.Cancel(run.id(), call.principal(), reason, clock.instant());
    return requests
        .send(run.routingKey(), cancel, call.traceparent())
        .map(acknowledged -> document(index.get(run.id()).orElse(run)));
  }

  private Run known(String id) {
    return index.get(id).orElseThrow(() -> Problems.notFound("There is no run " + id + "."));
  }
}
