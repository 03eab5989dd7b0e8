package dev.kindling.gateway.log;

import dev.kindling.gateway.stream.EventStream;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the lines of a run in the order in which they are shipped, so that a line that comes late
 * is told late and not never. Several shippers' clocks and refreshes are apart by some seconds:
 * each look goes back so far, and leaves out what was told.
 *
 * <p>On the request's context. While Elasticsearch does not answer it tells what can be read at the
 * workers, and what is missing; where nothing can, a comment says so and it goes on trying.
 */
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Each asks all workers of the run. */
  private static final Duration LIVE_LOOK = Duration.ofSeconds(1);

  private static final Duration OVERLAP = Duration.ofSeconds(10);

  /** So long after a run's end its last lines may come. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The id of the last event: who comes back with it has heard all. */
  static final String END = "end";

  private static final int PAGE = 1_000;
  private static final int MOST_TOLD = 100_000;

  /** For so long after an outage shippers may be catching up. */
  private static final Duration COMES_AGAIN = Duration.ofMinutes(5);

  private static final long NANOS = 1_000_000_000L;

  private final Vertx vertx;
  private final LogSearch search;
  private final Function<String, Future<Run>> runs;
  private final String run;
  private final LogFilter filter;
  private final EventStream stream;

  /** What was told of the last seconds, and when it was shipped. */
  private final Map<String, Instant> told = new HashMap<>();

  private Optional<Instant> since;

  /** What could not be looked at; null if nothing. */
  private List<String> missing;

  /** When that last began or ended, in nanoseconds; 0 if it never has. */
  private long liveAt;

  private long quietSince = System.nanoTime();

  /**
   * @param after the last line that the reader has
   */
  LogFollower(
      Vertx vertx,
      LogSearch search,
      Function<String, Future<Run>> runs,
      String run,
      LogFilter filter,
      Optional<LogCursor> after,
      EventStream stream) {
    this.vertx = vertx;
    this.search = search;
    this.runs = runs;
    this.run = run;
    this.filter = filter;
    this.stream = stream;
    this.since = after.map(LogFollower::arrived);
  }

  void begin() {
    look(Optional.empty());
  }

  private static Instant arrived(LogCursor cursor) {
    long nanos = cursor.sort().get(0).asLong();
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
  }

  private void look(Optional<LogCursor> after) {
    if (stream.isOver()) {
      return;
    }
    LogFilter wanted = since.map(last -> filter.arrivedSince(last.minus(OVERLAP))).orElse(filter);
    search
        .find(new LogQuery(run, wanted, LogOrder.ARRIVAL, PAGE, after))
        .onComplete(
            page -> tell(page),
            failure -> {
              LOG.debug("lines of {} cannot be looked for", run, failure);
              stream.comment("Elasticsearch does not answer; trying again");
              later(Optional.empty());
            });
  }

  private void tell(LogPage page) {
    boolean news = false;
    if (!Objects.equals(page.missing(), missing)) {
      missing = page.missing();
      liveAt = System.nanoTime();
      stream.send(EventStream.frame("missing", Json.text(missing == null ? List.of() : missing)));
    }
    for (int i = 0; i < page.lines().size(); i++) {
      LogLine line = page.lines().get(i);
      String place = page.places().get(i);
      Instant at = arrived(LogCursor.of(place));
      if (told.put(key(line), at) == null) {
        stream.send(EventStream.frame(place, "line", Json.text(line)));
        news = true;
      }
    }
    if (news) {
      quietSince = System.nanoTime();
    }
    boolean full = page.lines().size() == PAGE;
    Optional<LogCursor> next = Optional.ofNullable(page.next()).map(LogCursor::of);
    if (!page.lines().isEmpty() && !full) {
      since = next.map(LogFollower::arrived);
      // Nobody looks at what is older again.
      since.ifPresent(last -> told.values().removeIf(at -> isForgotten(at, last)));
    }
    if (full) {
      whenItTakes(() -> look(next));
    } else if (System.nanoTime() - quietSince > PATIENCE.toNanos()) {
      endIfOver();
    } else {
      later(Optional.empty());
    }
  }

  /**
   * What was read at the workers comes once more from Elasticsearch when that is back, shipped as
   * if it were new, by each shipper when it has caught up.
   */
  private boolean isForgotten(Instant at, Instant last) {
    boolean mayComeAgain =
        missing != null || (liveAt != 0 && System.nanoTime() - liveAt < COMES_AGAIN.toNanos());
    return at.isBefore(last.minus(OVERLAP)) && (!mayComeAgain || told.size() > MOST_TOLD);
  }

  /** A line at the end of a file may grow into one with a stack trace, which is told again. */
  private static String key(LogLine line) {
    String place = line.file() + "@" + line.offset();
    int length =
        line.message().length()
            + (line.error() == null ? 0 : String.valueOf(line.error().stackTrace()).length());
    return line.offset() == null ? place + line.timestamp() + line.message() : place + "+" + length;
  }

  private void endIfOver() {
    runs.apply(run)
        .onComplete(
            now -> {
              if (now.state().isFinal()) {
                stream.send(EventStream.frame(END, "end", "{}"));
                stream.end();
              } else {
                quietSince = System.nanoTime();
                later(Optional.empty());
              }
            },
            failure -> later(Optional.empty()));
  }

  private void later(Optional<LogCursor> after) {
    vertx.setTimer(
        (missing == null ? LOOK : LIVE_LOOK).toMillis(), now -> whenItTakes(() -> look(after)));
  }

  private void whenItTakes(Runnable then) {
    if (stream.takes() || stream.isOver()) {
      then.run();
    } else {
      stream.whenItTakes(then);
    }
  }
}
