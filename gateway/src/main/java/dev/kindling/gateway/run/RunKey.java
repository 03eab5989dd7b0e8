package dev.kindling.gateway.run;

import dev.kindling.model.run.Run;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/**
 * A run's place in lists, the newest first. Neither part of it ever changes, so a page that begins
 * after one shows every run behind it exactly once, whatever was written meanwhile.
 *
 * @param requestedAt when the run was asked for
 * @param id the run
 */
record RunKey(Instant requestedAt, String id) implements Comparable<RunKey> {
  private static final Comparator<RunKey> NEWEST_FIRST =
      Comparator.comparing(RunKey::requestedAt).thenComparing(RunKey::id).reversed();

  static RunKey of(Run run) {
    return new RunKey(run.requestedAt(), run.id());
  }

  /** The key as a cursor, which clients must not look into. */
  String cursor() {
    String text = requestedAt + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key of a cursor.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static RunKey ofCursor(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no cursor of ours");
    }
    try {
      return new RunKey(Instant.parse(text.substring(0, space)), text.substring(space + 1));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no cursor of ours", e);
    }
  }

  @Override
  public int compareTo(RunKey other) {
    return NEWEST_FIRST.compare(this, other);
  }
}
