package dev.kindling.gateway.log.live;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Finds lines in Elasticsearch; while that does not answer, those of a run that runs at the workers
 * that run it, the end of each file, and says what is missing. On event loops.
 */
public final class LiveLogSearch implements LogSearch {
  /** Of each file; what a screen shows and a little more. */
  private static final int BYTES = 64 * 1024;

  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 3_000;
  private static final int UNAVAILABLE = 503;

  /** One that takes longer not to answer is not waited for at each request. */
  private static final Duration LONG = Duration.ofSeconds(1);

  /** And for so long not. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final LogSearch elasticsearch;
  private final Function<String, Future<Run>> runs;
  private final SparkMasters masters;
  private final HttpClient client;
  private final EventParser parser;
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
    this.masters = masters;
    this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
    this.parser = new EventParser(zone);
    this.nanos = nanos;
  }

  @Override
  public Future<LogPage> find(LogQuery query) {
    return ask(query)
        .recover(
            failure ->
                failure instanceof ProblemException problem
                        && problem.problem().status() == UNAVAILABLE
                    ? live(query, problem)
                    : Future.failedFuture(failure));
  }

  private Future<LogPage> ask(LogQuery query) {
    long since = silentSince.get();
    if (since != 0 && nanos.getAsLong() - since < LEFT_ALONE.toNanos()) {
      return Future.failedFuture(
          Problems.unavailable(
              "Elasticsearch did not answer a moment ago, so there are no log lines now."
                  + " Everything else works.",
              null));
    }
    long begin = nanos.getAsLong();
    return elasticsearch
        .find(query)
        .onComplete(
            found -> silentSince.set(0),
            failure -> {
              if (failure instanceof ProblemException problem
                  && problem.problem().status() == UNAVAILABLE
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
                  ? Future.failedFuture(problem)
                  : masters.alive().compose(master -> read(attempt.get(), master, query, problem));
            });
  }

  private Future<LogPage> read(
      Attempt attempt, Optional<JsonNode> master, LogQuery query, ProblemException problem) {
    if (master.isEmpty()) {
      return Future.failedFuture(problem);
    }
    LiveFiles files = LiveFiles.of(attempt, master.get());
    List<LiveLine> lines = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    missing.add(
        "Elasticsearch does not answer: these are the last lines that the workers show of attempt "
            + attempt.number()
            + ", at most "
            + BYTES / 1024
            + " KiB of each file. What stands before, and other attempts, is not here.");
    query
        .filter()
        .words()
        .text()
        .ifPresent(text -> missing.add("Words are looked for as they stand, not as a query."));
    missing.addAll(files.missing());
    List<Future<Void>> reading =
        files.pages().entrySet().stream()
            .map(file -> read(file.getKey(), file.getValue(), lines, missing))
            .toList();
    return Future.all(reading).map(done -> LivePage.of(lines, query, missing));
  }

  /** Never fails: what cannot be read is missing. All on one event loop, so the lists are safe. */
  private Future<Void> read(LiveFile file, URI worker, List<LiveLine> lines, List<String> missing) {
    RequestOptions page =
        new RequestOptions()
            .setAbsoluteURI(worker.resolve(file.page(BYTES)).toString())
            .setTimeout(ANSWER_MILLIS);
    return client
        .request(page)
        .compose(request -> request.send().compose(HttpClientResponse::body))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .map(body -> file.lines(body.toString(), parser))
        .otherwise(failure -> Optional.empty())
        .map(
            found -> {
              found.ifPresentOrElse(
                  lines::addAll,
                  () -> missing.add("The worker does not show " + file.name() + "."));
              return null;
            });
  }
}
