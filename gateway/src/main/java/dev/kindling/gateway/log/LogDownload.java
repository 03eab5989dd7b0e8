package dev.kindling.gateway.log;

import dev.kindling.gateway.http.BodyStream;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;

/**
 * Writes all lines of a query, page by page, no faster than they are read: a log of gigabytes needs
 * one page of memory.
 */
final class LogDownload implements BodyStream {
  private final LogSearch search;
  private final LogQuery query;
  private final LogPage first;
  private final boolean text;

  /**
   * @param first the first page
   * @param text whether as text, and not as JSON
   */
  LogDownload(LogSearch search, LogQuery query, LogPage first, boolean text) {
    this.search = search;
    this.query = query;
    this.first = first;
    this.text = text;
  }

  @Override
  public Future<Void> write(HttpServerResponse response) {
    response.setChunked(true);
    return write(response, first);
  }

  private Future<Void> write(HttpServerResponse response, LogPage page) {
    if (page.lines().isEmpty()) {
      return response.end();
    }
    StringBuilder lines = new StringBuilder();
    page.lines().forEach(line -> lines.append(text ? plain(line) : Json.text(line)).append('\n'));
    return response
        .write(lines.toString())
        .compose(written -> drained(response))
        .compose(
            ready ->
                page.lines().size() < query.limit()
                    ? Future.succeededFuture(new LogPage(List.of(), null))
                    : search.find(query.after(LogCursor.of(page.next()))))
        .compose(next -> write(response, next));
  }

  private static Future<Void> drained(HttpServerResponse response) {
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    response.drainHandler(
        now -> {
          response.drainHandler(null);
          drained.tryComplete();
        });
    response.closeHandler(closed -> drained.tryFail("the reader has gone"));
    return drained.future();
  }

  /** As a log file has it, with what tells several files apart in front. */
  private static String plain(LogLine line) {
    StringBuilder text = new StringBuilder(line.timestamp()).append(' ');
    text.append(line.executorId() == null ? "driver" : "executor " + line.executorId());
    if (line.level() != null) {
      text.append(' ').append(line.level().toUpperCase(Locale.ROOT));
    }
    if (line.logger() != null) {
      text.append(' ').append(line.logger()).append(':');
    }
    text.append(' ').append(line.message());
    if (line.error() != null && line.error().stackTrace() != null) {
      text.append('\n').append(line.error().stackTrace().stripTrailing());
    }
    return text.toString();
  }
}
