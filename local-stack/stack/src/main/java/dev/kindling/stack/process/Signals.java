package dev.kindling.stack.process;

import dev.kindling.stack.StackException;
import java.io.IOException;

/** Sends the signals that {@link ProcessHandle} does not know, through the shell's own kill. */
final class Signals {
  private Signals() {}

  /**
   * Sends a signal to a process, or to a whole group if {@code target} is negative.
   *
   * @return false if there is no such process (any more)
   */
  static boolean send(String signal, long target) {
    try {
      Process kill =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "kill -s \"$1\" -- \"$2\" 2>/dev/null",
                  "kill",
                  signal,
                  Long.toString(target))
              .start();
      return kill.waitFor() == 0;
    } catch (IOException failure) {
      throw new StackException("Cannot run sh to send " + signal + " to " + target, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while sending " + signal, interrupted);
    }
  }
}
