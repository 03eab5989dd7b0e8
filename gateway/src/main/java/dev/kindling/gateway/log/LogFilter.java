package dev.kindling.gateway.log;

import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of a run; each part that is empty lets every line through.
 *
 * @param text words that each line must have
 * @param level at least this level, in lower case
 * @param source {@code driver} or {@code executor}
 * @param attempt of this attempt
 * @param executor of this executor
 * @param from at this time or later
 * @param to before this time
 * @param arrivedSince shipped at this time or later
 * @param file of this file
 * @param offsets of these in their files
 * @param failures only errors: of level error or fatal, or with something thrown
 */
public record LogFilter(
    Optional<String> text,
    Optional<String> level,
    Optional<String> source,
    Optional<Integer> attempt,
    Optional<String> executor,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Instant> arrivedSince,
    Optional<String> file,
    Optional<Offsets> offsets,
    boolean failures) {
  /** Every line. */
  public static final LogFilter NONE =
      new LogFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /**
   * Where lines begin in their file.
   *
   * @param from this byte or later
   * @param to before this byte
   */
  public record Offsets(long from, long to) {}

  /** The same lines, of those that were shipped at that time or later. */
  LogFilter arrivedSince(Instant since) {
    return new LogFilter(
        text,
        level,
        source,
        attempt,
        executor,
        from,
        to,
        Optional.of(since),
        file,
        offsets,
        failures);
  }

  /** Lines of one file. */
  static LogFilter of(String file, Offsets offsets) {
    return new LogFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(file),
        Optional.of(offsets),
        false);
  }

  /** Errors of an attempt, or of all. */
  static LogFilter failures(Optional<Integer> attempt) {
    return new LogFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        attempt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }
}
