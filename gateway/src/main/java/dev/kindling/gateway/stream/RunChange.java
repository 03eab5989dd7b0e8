package dev.kindling.gateway.stream;

import dev.kindling.gateway.run.RunDocuments;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A run as it has become. However many read it, it is written out once. Thread-safe.
 *
 * <p>The id of its event is the run's version and when it was decided, so that any gateway can go
 * on after it.
 */
final class RunChange {
  private final Run run;
  private final RunDocuments documents;
  private volatile Buffer frame;

  RunChange(Run run, RunDocuments documents) {
    this.run = run;
    this.documents = documents;
  }

  Run run() {
    return run;
  }

  Buffer frame() {
    Buffer made = frame;
    if (made == null) {
      made =
          EventStream.frame(
              new Id(run.version(), run.updatedAt()).text(), "run", Json.text(documents.of(run)));
      frame = made;
    }
    // Each reader moves a reader index of its own.
    return made.slice();
  }

  /**
   * The id of an event.
   *
   * @param version of the run
   * @param at when that was decided
   */
  record Id(long version, Instant at) {
    String text() {
      return version + "@" + at;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    static Id of(String text) {
      int at = text.indexOf('@');
      try {
        if (at > 0) {
          return new Id(
              Long.parseLong(text.substring(0, at)), Instant.parse(text.substring(at + 1)));
        }
      } catch (NumberFormatException | DateTimeException e) {
        throw new IllegalArgumentException("no id of ours", e);
      }
      throw new IllegalArgumentException("no id of ours");
    }
  }
}
