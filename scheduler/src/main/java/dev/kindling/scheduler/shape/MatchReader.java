package dev.kindling.scheduler.shape;

import java.util.List;

/** Reads matches that an owner has passed over since it had too many. */
interface MatchReader {
  /**
   * Reads some. Blocks, within bounds.
   *
   * @param partition of {@code kindling.trigger-matches}
   * @param from the offset to begin at
   * @param to the offset to stop before
   * @param trigger whose matches are wanted
   */
  Part read(int partition, long from, long to, String trigger);

  /**
   * A part of the table.
   *
   * @param next the offset to read on at; {@code to} if there is nothing more
   */
  record Part(List<Taken> events, long next) {
    public Part {
      events = List.copyOf(events);
    }
  }
}
