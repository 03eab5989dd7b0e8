package dev.kindling.gateway.run;

import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs again what has ended: one run, or all that a query finds. */
public final class RerunHandlers {
  private static final Set<RunState> FINAL =
      Arrays.stream(RunState.values()).filter(RunState::isFinal).collect(Collectors.toSet());
  private static final Set<RunState> UNSUCCESSFUL =
      Set.of(RunState.FAILED, RunState.LOST, RunState.TIMED_OUT);
  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 500;

  private final RunStarts starts;
  private final RunPages pages;
  private final KnownRuns runs;
  private final RunDocuments documents;

  public RerunHandlers(RunStarts starts, RunPages pages, KnownRuns runs, RunDocuments documents) {
    this.starts = starts;
    this.pages = pages;
    this.runs = runs;
    this.documents = documents;
  }

  /** One run again. */
  public Future<Answer> one(Call call) {
    Intent intent = Intent.of(call);
    Optional<String> key = IdempotencyKey.of(call);
    return runs.find(call.path("id"))
        .compose(run -> starts.again(run, key, call.caller(), call.traceparent(), intent))
        .map(documents::accepted)
        .map(intent::mark);
  }

  /** All ended runs that a query finds, the newest first. */
  public Future<Answer> all(Call call) {
    Query query = new Query(call);
    RunFilter wanted = RunFilter.read(query, call.caller().scope(), FINAL);
    Intent intent = Intent.read(query);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    query.end();
    Optional<String> key = IdempotencyKey.of(call);
    RunFilter filter = wanted.states().isEmpty() ? wanted.in(UNSUCCESSFUL) : wanted;
    return pages
        .find(filter, RunOrder.NEWEST_FIRST, null, limit)
        .compose(page -> intent.isDry() ? shown(page) : rerun(call, page, key))
        .map(intent::mark);
  }

  private static Future<Answer> shown(RunPage page) {
    List<Item> items = page.runs().stream().map(run -> new Item(run.id(), null, null)).toList();
    return Future.succeededFuture(Answer.ok(new Items(items, page.next() != null)));
  }

  private Future<Answer> rerun(Call call, RunPage page, Optional<String> key) {
    List<Future<Item>> asked = new ArrayList<>();
    for (Run run : page.runs()) {
      asked.add(
          starts
              .again(run, key, call.caller(), call.traceparent(), Intent.WRITE)
              .map(rerun -> new Item(run.id(), rerun.id(), null))
              .recover(failure -> refused(run, failure)));
    }
    return Future.all(asked)
        .map(
            done ->
                Answer.of(
                    202,
                    new Items(asked.stream().map(Future::result).toList(), page.next() != null)));
  }

  /** One that cannot be run again must not keep the others from it. */
  private static Future<Item> refused(Run run, Throwable failure) {
    return failure instanceof ProblemException problem && problem.problem().status() < 500
        ? Future.succeededFuture(new Item(run.id(), null, problem.problem().detail()))
        : Future.failedFuture(failure);
  }

  /** A run and its rerun, or why there is none. */
  record Item(String run, String rerun, String refused) {}

  /** What was found; {@code more} if the limit cut it. */
  record Items(List<Item> items, boolean more) {}
}
