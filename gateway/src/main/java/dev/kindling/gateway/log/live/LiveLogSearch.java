package dev.kindling.gateway.log.live;

import dev.kindling.gateway.log.LogPage;
import dev.kindling.gateway.log.LogQuery;
import dev.kindling.gateway.log.LogSearch;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.spark.SparkMasters;
import dev.kindling.kit.log.parse.EventParser;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Finds lines in Elasticsearch; while that does not answer, those of a run that runs at the workers
 * that run it, the end of each file, and says what is missing. On event loops.
 */
public final class LiveLogSearch implements LogSearch {
  private static final int UNAVAILABLE = 503;

  /** One that takes longer not to answer is not waited for at each request. */
  private static final Duration LONG = Duration.ofSeconds(1);

  /** And for so long not. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final LogSearch elasticsearch;
  private final Function<String, Future<Run>> runs;
  private final LiveReads reads;
  private final LongSupplier nanos;

  /** When we waited for it in vain, in the nanoseconds of the clock; 0 if it answers. */
  private final AtomicLong silentSince = new AtomicLong();

  /**
   * @param runs finds a run, or fails with the problem 404
   * @param zone of stamps that name none
   * @param nanos a clock that only runs
   */
  public LiveLogSearch(
      Vertx vertx,
      LogSearch elasticsearch,
      Function<String, Future<Run>> runs,
      SparkMasters masters,
      ZoneId zone,
      LongSupplier nanos) {
    this.elasticsearch = elasticsearch;
    this.runs = runs;
    this.reads = new LiveReads(vertx, masters, new EventParser(zone), nanos);
    this.nanos = nanos;
  }

  @Override
  public Future<LogPage> find(LogQuery query) {
    return ask(query)
        .recover(
            failure ->
                failure instanceof ProblemException problem && isAway(problem)
                    ? live(query, problem)
                    : Future.failedFuture(failure));
  }

  /** And not only slow to find what somebody has asked for: that is no reason to leave it alone. */
  private static boolean isAway(ProblemException problem) {
    return problem.problem().status() == UNAVAILABLE && problem.getCause() != null;
  }

  private Future<LogPage> ask(LogQuery query) {
    long since = silentSince.get();
    if (since != 0 && nanos.getAsLong() - since < LEFT_ALONE.toNanos()) {
      return Future.failedFuture(
          Problems.unavailable(
              "Elasticsearch did not answer a moment ago, so there are no log lines now."
                  + " Everything else works.",
              new TimeoutException("not asked again")));
    }
    long begin = nanos.getAsLong();
    return elasticsearch
        .find(query)
        .onComplete(
            found -> silentSince.set(0),
            failure -> {
              if (failure instanceof ProblemException problem
                  && isAway(problem)
                  && nanos.getAsLong() - begin > LONG.toNanos()) {
                silentSince.set(Math.max(1, nanos.getAsLong()));
              }
            });
  }

  /** Of a run that does not run now there is nothing live. */
  private Future<LogPage> live(LogQuery query, ProblemException problem) {
    return runs.apply(query.runId())
        .compose(
            run -> {
              Optional<Attempt> attempt = run.liveAttempt().filter(one -> one.claimedAt() != null);
              return attempt.isEmpty()
                  ? Future.<LogPage>failedFuture(problem)
                  : reads
                      .read(run.id(), attempt.get())
                      .map(read -> page(read, query, attempt.get()));
            })
        .recover(failure -> Future.failedFuture(problem));
  }

  private static LogPage page(LiveReads.Read read, LogQuery query, Attempt attempt) {
    List<String> missing = new ArrayList<>();
    missing.add(
        "Elasticsearch does not answer: these are the last lines that the workers show of attempt "
            + attempt.number()
            + ", at most "
            + LiveReads.BYTES / 1024
            + " KiB of each file. What stands before, and other attempts, is not here.");
    if (query.filter().words().text().isPresent()) {
      missing.add("Words are looked for as they stand, not as a query.");
    }
    missing.addAll(read.missing());
    return LivePage.of(read.lines(), query, missing);
  }
}
