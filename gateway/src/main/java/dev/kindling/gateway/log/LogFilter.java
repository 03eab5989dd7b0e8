package dev.kindling.gateway.log;

import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of a run; each part that is empty lets every line through.
 *
 * @param words what they say
 * @param place where they stand
 * @param times when they were written and shipped
 */
public record LogFilter(Words words, Place place, Times times) {
  /** Every line. */
  public static final LogFilter NONE = new LogFilter(Words.ANY, Place.ANY, Times.ANY);

  /**
   * What lines say.
   *
   * @param text words that each line must have
   * @param level at least this level, in lower case
   * @param failures only errors: of level error or fatal, or with something thrown
   */
  public record Words(Optional<String> text, Optional<String> level, boolean failures) {
    static final Words ANY = new Words(Optional.empty(), Optional.empty(), false);
    static final Words FAILURES = new Words(Optional.empty(), Optional.empty(), true);
  }

  /**
   * Where lines stand.
   *
   * @param source {@code driver} or {@code executor}
   * @param attempt of this attempt
   * @param executor of this executor
   * @param part of this part of one file
   */
  public record Place(
      Optional<String> source,
      Optional<Integer> attempt,
      Optional<String> executor,
      Optional<Part> part) {
    static final Place ANY =
        new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Place of(Part part) {
      return new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(part));
    }

    static Place of(Optional<Integer> attempt) {
      return new Place(Optional.empty(), attempt, Optional.empty(), Optional.empty());
    }
  }

  /**
   * A part of a file, by where lines begin in it.
   *
   * @param from this byte or later
   * @param to before this byte
   */
  public record Part(String file, long from, long to) {}

  /**
   * When lines were written and shipped.
   *
   * @param from written at this time or later
   * @param to written before this time
   * @param arrivedSince shipped at this time or later
   */
  public record Times(
      Optional<Instant> from, Optional<Instant> to, Optional<Instant> arrivedSince) {
    static final Times ANY = new Times(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same lines, of those that were shipped at that time or later. */
  LogFilter arrivedSince(Instant since) {
    return new LogFilter(words, place, new Times(times.from(), times.to(), Optional.of(since)));
  }

  /** Lines of one file. */
  static LogFilter of(Part part) {
    return new LogFilter(Words.ANY, Place.of(part), Times.ANY);
  }

  /** Errors of an attempt, or of all. */
  static LogFilter failures(Optional<Integer> attempt) {
    return new LogFilter(Words.FAILURES, Place.of(attempt), Times.ANY);
  }
}
