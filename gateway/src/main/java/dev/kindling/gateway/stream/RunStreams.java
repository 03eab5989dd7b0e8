package dev.kindling.gateway.stream;

import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.BodyStream;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.run.KnownRuns;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Serves runs as they change, as server-sent events. */
public final class RunStreams {
  /** Partitions are not read in step: what was decided a little earlier may be learnt later. */
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  private static final int LONGEST_JOB = 100;

  private final Vertx vertx;
  private final RunIndex index;
  private final KnownRuns runs;
  private final RunFeed feed;
  private final EventStreams streams;

  public RunStreams(
      Vertx vertx, RunIndex index, KnownRuns runs, RunFeed feed, EventStreams streams) {
    this.vertx = vertx;
    this.index = index;
    this.runs = runs;
    this.feed = feed;
    this.streams = streams;
  }

  /**
   * One run: its state now, then each that it gets, until it has ended. Who comes back after the
   * end is told by 204 not to come again, as browsers understand it.
   */
  public Future<Answer> one(Call call) {
    new Query(call).end();
    Optional<RunChange.Id> last = call.lastEventId(RunChange.Id::of);
    return runs.find(call.path("id"))
        .map(
            run ->
                run.state().isFinal()
                        && last.filter(id -> id.version() >= run.version()).isPresent()
                    ? Answer.noContent()
                    : Answer.of(200, one(call.caller(), run, last)));
  }

  private BodyStream one(Caller caller, Run run, Optional<RunChange.Id> last) {
    return streams.body(
        caller,
        stream -> {
          RunReader reader = new RunReader(stream, vertx.getOrCreateContext(), true);
          Runnable leave = feed.one(run.id(), reader);
          stream.ended().onComplete(ended -> leave.run());
          Run now = index.get(run.id()).orElse(run);
          if (last.isEmpty() || last.get().version() < now.version()) {
            reader.accept(feed.change(now));
          }
        });
  }

  /** Every run that the caller may see, as it changes; and what they missed since an event. */
  public Future<Answer> all(Call call) {
    Query query = new Query(call);
    Optional<String> job = query.text("job", LONGEST_JOB);
    query.end();
    Optional<RunChange.Id> last = call.lastEventId(RunChange.Id::of);
    Caller caller = call.caller();
    BodyStream body =
        streams.body(
            caller,
            stream -> {
              RunReader reader = new RunReader(stream, vertx.getOrCreateContext(), false);
              Consumer<RunChange> filtered =
                  change -> {
                    if (isWanted(change.run(), job, caller)) {
                      reader.accept(change);
                    }
                  };
              Runnable leave = feed.all(filtered);
              stream.ended().onComplete(ended -> leave.run());
              last.ifPresent(id -> catchUp(id.at().minus(OVERLAP), filtered));
            });
    return Future.succeededFuture(Answer.of(200, body));
  }

  private static boolean isWanted(Run run, Optional<String> job, Caller caller) {
    return (job.isEmpty() || job.get().equals(run.job().name()))
        && caller.sees(run.job().spec().labels());
  }

  /** A million runs take some hundred milliseconds: off the loop. */
  private void catchUp(Instant since, Consumer<RunChange> reader) {
    vertx.executeBlocking(
        () -> {
          List<Run> missed = index.changedSince(since);
          missed.sort(Comparator.comparing(Run::updatedAt));
          missed.forEach(run -> reader.accept(feed.change(run)));
          return null;
        },
        false);
  }
}
