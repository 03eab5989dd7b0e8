package dev.kindling.gateway.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/**
 * A place in a list, the newest first. Neither part of it ever changes, so a page that begins after
 * one shows everything behind it exactly once, whatever was written meanwhile.
 *
 * @param at when the thing came to be
 * @param id of the thing
 */
public record PageKey(Instant at, String id) implements Comparable<PageKey> {
  private static final Comparator<PageKey> NEWEST_FIRST =
      Comparator.comparing(PageKey::at).thenComparing(PageKey::id).reversed();

  /** The key as a cursor, which clients must not look into. */
  public String cursor() {
    String text = at + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key of a cursor.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  public static PageKey ofCursor(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no cursor of ours");
    }
    try {
      return new PageKey(Instant.parse(text.substring(0, space)), text.substring(space + 1));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no cursor of ours", e);
    }
  }

  @Override
  public int compareTo(PageKey other) {
    return NEWEST_FIRST.compare(this, other);
  }
}
