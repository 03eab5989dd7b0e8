package dev.kindling.gateway.run;

import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.OneText;
import dev.kindling.gateway.http.PageKey;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Serves runs: ask for one, list, read, cancel. */
public final class RunHandlers {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 500;
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final RunStarts starts;
  private final RunIndex index;
  private final RunPages pages;
  private final KnownRuns runs;
  private final RunRequests requests;
  private final InstantSource clock;
  private final BiFunction<Run, Duration, Future<Run>> waits;
  private final RunDocuments documents;

  /**
   * @param waits gives a run once it has ended, or as it is after that time
   */
  public RunHandlers(
      RunStarts starts,
      RunIndex index,
      RunPages pages,
      KnownRuns runs,
      RunRequests requests,
      InstantSource clock,
      BiFunction<Run, Duration, Future<Run>> waits,
      RunDocuments documents) {
    this.starts = starts;
    this.index = index;
    this.pages = pages;
    this.runs = runs;
    this.requests = requests;
    this.clock = clock;
    this.waits = waits;
    this.documents = documents;
  }

  public Future<Answer> start(Call call) {
    Query query = new Query(call);
    Intent intent = Intent.read(query);
    Optional<Duration> wait = wait(query);
    return starts
        .start(
            call.path("name"),
            RunBodies.parameters(call.optionalBody()),
            IdempotencyKey.of(call),
            call.caller(),
            call.traceparent(),
            intent)
        .compose(
            run -> wait.isEmpty() || intent.isDry() ? asked(run) : waited(run, wait.get(), 202))
        .map(intent::mark);
  }

  private Future<Answer> asked(Run run) {
    return Future.succeededFuture(documents.accepted(run));
  }

  /** For scripts: the answer comes with the run's end, or after a while without it. */
  private Future<Answer> waited(Run run, Duration atMost, int unfinished) {
    return waits
        .apply(run, atMost)
        .map(now -> documents.answer(now.state().isFinal() ? 200 : unfinished, now));
  }

  private static Optional<Duration> wait(Query query) {
    boolean wait = query.flag("wait");
    Duration timeout =
        query
            .parsed(
                "timeout", "must be PT1S to PT1M; ask again to wait longer.", RunHandlers::timeout)
            .orElse(DEFAULT_WAIT);
    query.end();
    return wait ? Optional.of(timeout) : Optional.empty();
  }

  private static Duration timeout(String text) {
    try {
      Duration timeout = Duration.parse(text);
      if (timeout.compareTo(Duration.ofSeconds(1)) >= 0 && timeout.compareTo(LONGEST_WAIT) <= 0) {
        return timeout;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no duration", e);
    }
    throw new IllegalArgumentException("out of bounds");
  }

  public Future<Answer> list(Call call) {
    Query query = new Query(call);
    RunFilter filter = RunFilter.read(query, call.caller().scope(), Set.of(RunState.values()));
    RunOrder order = RunOrder.read(query);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    PageKey after =
        query
            .parsed("cursor", "must be the \"next\" of an earlier page.", PageKey::ofCursor)
            .orElse(null);
    query.end();
    return pages.find(filter, order, after, limit).map(page -> Answer.ok(documents.list(page)));
  }

  public Future<Answer> get(Call call) {
    Optional<Duration> wait = wait(new Query(call));
    return runs.find(call.path("id"))
        .compose(
            run ->
                wait.isEmpty()
                    ? Future.succeededFuture(Answer.ok(documents.of(run)))
                    : waited(run, wait.get(), 200));
  }

  public Future<Answer> cancel(Call call) {
    Intent intent = Intent.of(call);
    String reason = OneText.of(call.optionalBody(), "reason");
    return runs.find(call.path("id"))
        .compose(run -> cancel(run, reason, call, intent))
        .map(intent::mark);
  }

  private Future<Answer> cancel(Run run, String reason, Call call, Intent intent) {
    if (run.state().isFinal()) {
      return Future.failedFuture(
          Problems.conflict("Run " + run.id() + " has ended: it is " + run.state() + "."));
    }
    if (intent.isDry()) {
      return Future.succeededFuture(documents.accepted(run));
    }
    RunRequest.Cancel cancel =
        new RunRequest.Cancel(run.id(), call.principal(), reason, clock.instant());
    return requests
        .send(run.routingKey(), cancel, call.traceparent())
        .map(acknowledged -> documents.accepted(index.get(run.id()).orElse(run)));
  }
}
