package dev.kindling.gateway.run;

import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.OneText;
import dev.kindling.gateway.http.PageKey;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Serves runs: ask for one, list, read, cancel. */
public final class RunHandlers {
  private static final List<String> STATES =
      Arrays.stream(RunState.values()).map(RunState::name).toList();

  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 500;
  private static final int LONGEST_JOB = 100;

  private final RunStarts starts;
  private final RunIndex index;
  private final KnownRuns runs;
  private final RunRequests requests;
  private final InstantSource clock;

  public RunHandlers(
      RunStarts starts, RunIndex index, KnownRuns runs, RunRequests requests, InstantSource clock) {
    this.starts = starts;
    this.index = index;
    this.runs = runs;
    this.requests = requests;
    this.clock = clock;
  }

  public Future<Answer> start(Call call) {
    new Query(call).end();
    return starts
        .start(
            call.path("name"),
            RunBodies.parameters(call.optionalBody()),
            IdempotencyKey.of(call),
            call.principal(),
            call.traceparent())
        .map(RunHandlers::document);
  }

  /** The answer to a call that has asked for this run. */
  public static Answer document(Run run) {
    return Answer.of(202, RunDocument.of(run)).with("Location", RunDocument.path(run.id()));
  }

  public Future<Answer> list(Call call) {
    Query query = new Query(call);
    Set<RunState> states =
        query.someOf("state", STATES).stream().map(RunState::valueOf).collect(Collectors.toSet());
    String job = query.text("job", LONGEST_JOB).orElse(null);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    PageKey after =
        query
            .parsed("cursor", "must be the \"next\" of an earlier page.", PageKey::ofCursor)
            .orElse(null);
    query.end();
    RunPage page =
        index.page(new RunFilter(states, job, null, null, call.caller().scope()), after, limit);
    return Future.succeededFuture(Answer.ok(RunList.of(page)));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    return runs.find(call.path("id")).map(run -> Answer.ok(RunDocument.of(run)));
  }

  public Future<Answer> cancel(Call call) {
    new Query(call).end();
    String reason = OneText.of(call.optionalBody(), "reason");
    return runs.find(call.path("id")).compose(run -> cancel(run, reason, call));
  }

  private Future<Answer> cancel(Run run, String reason, Call call) {
    if (run.state().isFinal()) {
      return Future.failedFuture(
          Problems.conflict("Run " + run.id() + " has ended: it is " + run.state() + "."));
    }
    RunRequest.Cancel cancel =
        new RunRequest.Cancel(run.id(), call.principal(), reason, clock.instant());
    return requests
        .send(run.routingKey(), cancel, call.traceparent())
        .map(acknowledged -> document(index.get(run.id()).orElse(run)));
  }
}
