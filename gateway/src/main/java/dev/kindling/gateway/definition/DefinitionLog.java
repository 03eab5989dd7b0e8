package dev.kindling.gateway.definition;

import java.util.List;

/**
 * Where definitions are written, by one gateway at a time. Blocking; used by one thread.
 *
 * <p>Every method may throw {@link StartOver}: the right to write is lost or was given up, or Kafka
 * does not answer. What became of a write in progress is settled by the next {@link #claim}.
 */
interface DefinitionLog extends AutoCloseable {
  /**
   * Takes the right to write from whoever has it, unless we have it still.
   *
   * @return whether it had to be taken, so that others may have written meanwhile
   */
  boolean claim();

  /** The last position of each partition of a topic right now. */
  List<Position> ends(String topic);

  /** Writes one record in a transaction of its own; returns once it is committed. */
  Position write(String topic, String key, byte[] value);

  @Override
  void close();

  /** See {@link DefinitionLog}. */
  final class StartOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeWritten;

    /**
     * @param mayBeWritten whether the commit was on its way already, so that the record may be
     *     there
     */
    StartOver(String message, Throwable cause, boolean mayBeWritten) {
      super(message, cause);
      this.mayBeWritten = mayBeWritten;
    }

    boolean mayBeWritten() {
      return mayBeWritten;
    }
  }
}
