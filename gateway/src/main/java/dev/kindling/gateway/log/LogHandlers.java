package dev.kindling.gateway.log;

import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.stream.EventStreams;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Serves the log lines of runs: find, see what is around one, the first error, all, follow. */
public final class LogHandlers {
  private static final int DEFAULT_LIMIT = 200;
  private static final int LARGEST_LIMIT = 1_000;
  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_EXECUTOR = 100;
  private static final int LARGEST_ATTEMPT = 1_000;
  private static final int LONGEST_FILE = 4_096;
  private static final int DEFAULT_AROUND = 20;
  private static final int LARGEST_AROUND = 200;

  /** Lines are found by the bytes around them: of so many, a hundred lines are left. */
  private static final long BYTES_AROUND = 256 * 1024;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Vertx vertx;
  private final Function<String, Future<Run>> runs;
  private final LogSearch search;
  private final EventStreams streams;

  /**
   * @param runs finds a run, or fails with the problem 404
   */
  public LogHandlers(
      Vertx vertx, Function<String, Future<Run>> runs, LogSearch search, EventStreams streams) {
    this.vertx = vertx;
    this.runs = runs;
    this.search = search;
    this.streams = streams;
  }

  public Future<Answer> search(Call call) {
    Query query = new Query(call);
    LogFilter filter = filter(query);
    LogOrder order =
        query.oneOf("order", List.of("oldest", "newest")).orElse("oldest").equals("oldest")
            ? LogOrder.OLDEST_FIRST
            : LogOrder.NEWEST_FIRST;
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    Optional<LogCursor> after =
        query.parsed("after", "must be the \"next\" of an earlier page.", LogCursor::of);
    query.end();
    return runs.apply(call.path("id"))
        .compose(run -> search.find(new LogQuery(run.id(), filter, order, limit, after)))
        .map(Answer::ok);
  }

  private static LogFilter filter(Query query) {
    return new LogFilter(
        new LogFilter.Words(
            query.text("q", LONGEST_TEXT), query.oneOf("level", LogLevels.ALL), false),
        new LogFilter.Place(
            query.oneOf("source", List.of("driver", "executor")),
            attempt(query),
            query.text("executor", LONGEST_EXECUTOR),
            Optional.empty()),
        new LogFilter.Times(query.instant("from"), query.instant("to"), Optional.empty()));
  }

  private static Optional<Integer> attempt(Query query) {
    int attempt = query.integer("attempt", 0, 1, LARGEST_ATTEMPT);
    return attempt == 0 ? Optional.empty() : Optional.of(attempt);
  }

  /** The lines of a file around one, which its file and offset name for good. */
  public Future<Answer> context(Call call) {
    Query query = new Query(call);
    String file = query.text("file", LONGEST_FILE).orElse("");
    long offset =
        query.parsed("offset", "must be the offset of a line.", LogHandlers::number).orElse(-1L);
    int before = query.integer("before", DEFAULT_AROUND, 0, LARGEST_AROUND);
    int behind = query.integer("after", DEFAULT_AROUND, 0, LARGEST_AROUND);
    query.end();
    if (file.isEmpty() || offset < 0) {
      throw Problems.invalid(
          file.isEmpty() ? "file" : "offset", "is missing: give file and offset of a line.");
    }
    String id = call.path("id");
    return runs.apply(id)
        .compose(run -> above(id, file, offset, before))
        .compose(
            lines ->
                below(id, file, offset, behind)
                    .map(
                        more -> {
                          if (more.lines().isEmpty()
                              || !Long.valueOf(offset).equals(more.lines().get(0).offset())) {
                            throw Problems.notFound(
                                "There is no line of " + file + " at " + offset + ".");
                          }
                          List<LogLine> all = new ArrayList<>(lines.lines());
                          Collections.reverse(all);
                          int at = all.size();
                          all.addAll(more.lines());
                          return Answer.ok(new Context(all, at, more.missing()));
                        }));
  }

  private static long number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("no number");
    }
    return Long.parseLong(text);
  }

  /**
   * Some lines of a file.
   *
   * @param at which of them was asked for, from 0
   * @param missing what could not be looked at; null if nothing
   */
  private record Context(List<LogLine> lines, int at, List<String> missing) {}

  /** The nearest first. */
  private Future<LogPage> above(String id, String file, long offset, int count) {
    if (count == 0) {
      return Future.succeededFuture(new LogPage(List.of(), null));
    }
    LogFilter filter =
        LogFilter.of(new LogFilter.Part(file, Math.max(0, offset - BYTES_AROUND), offset));
    return search.find(LogQuery.first(id, filter, LogOrder.UP_THE_FILE, count));
  }

  private Future<LogPage> below(String id, String file, long offset, int count) {
    LogFilter filter = LogFilter.of(new LogFilter.Part(file, offset, offset + BYTES_AROUND));
    return search.find(LogQuery.first(id, filter, LogOrder.DOWN_THE_FILE, count + 1));
  }

  /** The first error of a run, or of one of its attempts. */
  public Future<Answer> firstError(Call call) {
    Query query = new Query(call);
    Optional<Integer> attempt = attempt(query);
    query.end();
    return runs.apply(call.path("id"))
        .compose(
            run ->
                search.find(
                    LogQuery.first(
                        run.id(), LogFilter.failures(attempt), LogOrder.OLDEST_FIRST, 1)))
        .map(
            page ->
                Answer.ok(
                    new FirstError(
                        page.lines().isEmpty() ? null : page.lines().get(0), page.missing())));
  }

  /** The line; null if there is none. */
  private record FirstError(LogLine line, List<String> missing) {}

  /** All lines that match, as text or a JSON document for each. */
  public Future<Answer> download(Call call) {
    Query query = new Query(call);
    LogFilter filter = filter(query);
    boolean text = query.oneOf("format", List.of("text", "ndjson")).orElse("text").equals("text");
    query.end();
    return runs.apply(call.path("id"))
        .compose(
            run -> {
              LogQuery first =
                  LogQuery.first(run.id(), filter, LogOrder.OLDEST_FIRST, LARGEST_LIMIT);
              // The first page is looked for before the head is sent: a failure is an answer yet.
              return search
                  .find(first)
                  .map(
                      page ->
                          incomplete(
                                  Answer.of(200, new LogDownload(search, first, page, text)), page)
                              .with(
                                  "Content-Type",
                                  text ? "text/plain; charset=utf-8" : "application/x-ndjson")
                              .with(
                                  "Content-Disposition",
                                  "attachment; filename=\"" + run.id() + fileType(text) + "\""));
            });
  }

  /** A file cannot say what is missing. */
  private static Answer incomplete(Answer answer, LogPage page) {
    return page.missing() == null
        ? answer
        : answer.with("Kindling-Incomplete", String.join(" ", page.missing()));
  }

  private static String fileType(boolean text) {
    return text ? ".log" : ".ndjson";
  }

  /** Lines as they are shipped, until the run has ended and no more come. */
  public Future<Answer> follow(Call call) {
    Query query = new Query(call);
    LogFilter filter = filter(query);
    query.end();
    if (call.header("Last-Event-ID").filter(LogFollower.END::equals).isPresent()) {
      return Future.succeededFuture(Answer.noContent());
    }
    Optional<LogCursor> after = call.lastEventId(LogCursor::of);
    String id = call.path("id");
    Caller caller = call.caller();
    return runs.apply(id)
        .map(
            run ->
                Answer.of(
                    200,
                    streams.body(
                        caller,
                        stream ->
                            new LogFollower(vertx, search, runs, id, filter, after, stream)
                                .begin())));
  }
}
