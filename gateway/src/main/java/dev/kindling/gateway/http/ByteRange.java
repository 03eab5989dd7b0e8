package dev.kindling.gateway.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of something are asked for: one range of RFC 9110 §14.1.2. Several at once are
 * answered with the whole, as the standard allows.
 *
 * @param from the first, from 0
 * @param length how many
 */
public record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * Reads a Range header.
   *
   * @param header null for none
   * @param size of the whole
   * @return empty for the whole; a length of 0 where none of it is asked for
   */
  public static Optional<ByteRange> of(String header, long size) {
    Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || header.strip().equals("bytes=-")) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(matcher.group(2)));
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = Long.parseLong(matcher.group(1));
    long end =
        matcher.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
    return Optional.of(new ByteRange(from, Math.max(0, end - from)));
  }
}
