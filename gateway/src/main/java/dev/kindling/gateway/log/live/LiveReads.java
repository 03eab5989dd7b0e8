package dev.kindling.gateway.log.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.spark.SparkMasters;
import dev.kindling.kit.log.parse.EventParser;
import dev.kindling.model.run.Attempt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads the ends of the files that an attempt writes, from its workers. However many ask, each
 * attempt is read once a second. Thread-safe; answers on the caller's context.
 */
final class LiveReads {
  /** Of each file; what a screen shows and a little more. */
  static final int BYTES = 64 * 1024;

  /** Holds the command that started a process. */
  private static final int HEAD_BYTES = 32 * 1024;

  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 3_000;
  private static final int CONNECTIONS = 50;
  private static final int MOST_KNOWN = 10_000;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final SparkMasters masters;
  private final HttpClient client;
  private final EventParser parser;
  private final LongSupplier nanos;
  private final Map<String, Recent> recent = new ConcurrentHashMap<>();

  /** Processes that were seen to be of the run and attempt that they are said to be of. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * What was read.
   *
   * @param missing what was not, in words
   */
  record Read(List<LiveLine> lines, List<String> missing) {}

  private record Recent(long at, CompletionStage<Read> read) {}

  /**
   * @param nanos a clock that only runs
   */
  LiveReads(Vertx vertx, SparkMasters masters, EventParser parser, LongSupplier nanos) {
    this.vertx = vertx;
    this.masters = masters;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.parser = parser;
    this.nanos = nanos;
  }

  /** Fails if no master is ALIVE. */
  Future<Read> read(String run, Attempt attempt) {
    long now = nanos.getAsLong();
    recent.values().removeIf(old -> now - old.at() > FRESH.toNanos());
    Recent read =
        recent.computeIfAbsent(
            run + "/" + attempt.number(),
            key -> new Recent(now, now(run, attempt).toCompletionStage()));
    return Future.fromCompletionStage(read.read(), vertx.getOrCreateContext());
  }

  private Future<Read> now(String run, Attempt attempt) {
    return masters
        .alive()
        .compose(
            master ->
                master.isEmpty()
                    ? Future.failedFuture("no master is ALIVE")
                    : read(run, attempt, master.get()));
  }

  private Future<Read> read(String run, Attempt attempt, JsonNode master) {
    LiveFiles files = LiveFiles.of(attempt, master);
    List<Future<Part>> parts =
        files.pages().entrySet().stream()
            .map(file -> read(run, file.getKey(), file.getValue()))
            .toList();
    return Future.all(parts)
        .map(
            done -> {
              Read read = new Read(new ArrayList<>(), new ArrayList<>(files.missing()));
              for (Future<Part> part : parts) {
                read.lines().addAll(part.result().lines());
                if (part.result().missing() != null) {
                  read.missing().add(part.result().missing());
                }
              }
              return read;
            });
  }

  /**
   * What came of one file.
   *
   * @param missing null if it was read
   */
  private record Part(List<LiveLine> lines, String missing) {}

  /** Never fails: what cannot be read is missing. */
  private Future<Part> read(String run, LiveFile file, URI worker) {
    return isOurs(run, file, worker)
        .compose(
            ours ->
                ours ? get(worker, file.page(BYTES)) : Future.failedFuture("it is another run's"))
        .map(
            page ->
                file.lines(page.toString(), parser)
                    .map(lines -> new Part(lines, null))
                    .orElseGet(() -> notShown(file)))
        .otherwise(failure -> notShown(file));
  }

  private static Part notShown(LiveFile file) {
    return new Part(List.of(), "The worker does not show " + file.name() + ".");
  }

  private Future<Boolean> isOurs(String run, LiveFile file, URI worker) {
    String process = run + " " + file.whose();
    if (known.contains(process)) {
      return Future.succeededFuture(true);
    }
    return get(worker, file.head(HEAD_BYTES))
        .map(
            head -> {
              boolean ours = file.isOurs(head.toString(), run);
              if (ours) {
                if (known.size() > MOST_KNOWN) {
                  known.clear();
                }
                known.add(process);
              }
              return ours;
            });
  }

  private Future<Buffer> get(URI worker, String path) {
    RequestOptions page =
        new RequestOptions()
            .setAbsoluteURI(worker.resolve(path).toString())
            .setTimeout(ANSWER_MILLIS);
    return client
        .request(page)
        .compose(request -> request.send().compose(HttpClientResponse::body))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }
}
