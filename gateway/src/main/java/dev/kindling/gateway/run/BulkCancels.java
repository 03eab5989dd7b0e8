package dev.kindling.gateway.run;

import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.OneText;
import dev.kindling.gateway.http.Query;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks for the ends of all runs that a query finds. */
public final class BulkCancels {
  private static final Set<RunState> LIVE =
      Arrays.stream(RunState.values())
          .filter(state -> !state.isFinal())
          .collect(Collectors.toUnmodifiableSet());

  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 500;

  private final RunPages pages;
  private final RunRequests requests;
  private final InstantSource clock;

  public BulkCancels(RunPages pages, RunRequests requests, InstantSource clock) {
    this.pages = pages;
    this.requests = requests;
    this.clock = clock;
  }

  /** What was found, the newest first; {@code more} if the limit cut it. */
  private record Cancelled(List<String> runs, boolean more) {}

  public Future<Answer> all(Call call) {
    Query query = new Query(call);
    RunFilter asked = RunFilter.read(query, call.caller().scope(), LIVE);
    Intent intent = Intent.read(query);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    query.end();
    String reason = OneText.of(call.optionalBody(), "reason");
    RunFilter filter = asked.states().isEmpty() ? asked.in(LIVE) : asked;
    return pages
        .find(filter, RunOrder.NEWEST_FIRST, null, limit)
        .compose(page -> intent.isDry() ? shown(page) : cancel(call, page, reason))
        .map(intent::mark);
  }

  private static Future<Answer> shown(RunPage page) {
    return Future.succeededFuture(Answer.ok(answer(page)));
  }

  private static Cancelled answer(RunPage page) {
    return new Cancelled(page.runs().stream().map(Run::id).toList(), page.next() != null);
  }

  private Future<Answer> cancel(Call call, RunPage page, String reason) {
    List<Future<Void>> sent = new ArrayList<>();
    for (Run run : page.runs()) {
      RunRequest.Cancel cancel =
          new RunRequest.Cancel(run.id(), call.principal(), reason, clock.instant());
      sent.add(requests.send(run.routingKey(), cancel, call.traceparent()));
    }
    return Future.all(sent).map(all -> Answer.of(202, answer(page)));
  }
}
