package dev.kindling.gateway.log;

import dev.kindling.gateway.http.BodyStream;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Optional;

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
    Promise<Void> written = Promise.promise();
    response.closeHandler(closed -> written.tryFail("the reader has gone"));
    write(response, first, written);
    return written.future();
  }

  /** No page is held by what follows it, however many there are. */
  private void write(HttpServerResponse response, LogPage page, Promise<Void> written) {
    if (page.missing() != null && first.missing() == null) {
      // A file that ends early must not look like one that is whole.
      written.tryFail("Elasticsearch went away in the middle");
      return;
    }
    boolean last = page.lines().size() < query.limit();
    StringBuilder lines = new StringBuilder();
    page.lines().forEach(line -> lines.append(text ? plain(line) : Json.text(line)).append('\n'));
    Optional<LogCursor> next = last ? Optional.empty() : Optional.of(LogCursor.of(page.next()));
    response
        .write(lines.toString())
        .onFailure(written::tryFail)
        .onSuccess(
            sent -> {
              if (next.isEmpty()) {
                response.end().onComplete(ended -> written.tryComplete());
              } else {
                whenItTakes(response, () -> more(response, next.get(), written));
              }
            });
  }

  private void more(HttpServerResponse response, LogCursor after, Promise<Void> written) {
    search
        .find(query.after(after))
        .onFailure(written::tryFail)
        .onSuccess(page -> write(response, page, written));
  }

  private static void whenItTakes(HttpServerResponse response, Runnable then) {
    if (!response.writeQueueFull()) {
      then.run();
      return;
    }
    response.drainHandler(
        now -> {
          response.drainHandler(null);
          then.run();
        });
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
