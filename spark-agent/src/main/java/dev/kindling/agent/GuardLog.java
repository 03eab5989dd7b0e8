package dev.kindling.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The guard's few lines in the driver's stderr, each {@code kindling guard: …} on one line. It
 * writes to the process's own stderr, so that a job that replaced or locked {@code System.err}
 * changes nothing. Thread-safe; never throws.
 */
public final class GuardLog {
  private static final String PREFIX = "kindling guard: ";

  private final OutputStream stream;

  /** Logs into a stream, in UTF-8. */
  public GuardLog(OutputStream stream) {
    this.stream = stream;
  }

  /** Logs into the stderr that this process was started with. */
  public static GuardLog stderr() {
    return new GuardLog(new FileOutputStream(FileDescriptor.err));
  }

  /** Writes one line; line breaks inside become blanks. May wait while stderr is not read. */
  public void line(String text) {
    byte[] line =
        (PREFIX + text.replaceAll("\\R", " ") + System.lineSeparator())
            .getBytes(StandardCharsets.UTF_8);
    try {
      stream.write(line);
      stream.flush();
    } catch (IOException e) {
      // Nobody is left to tell: a guard without a log still guards.
    }
  }

  /** Writes one line, but waits for it at most one second: for the moments before a halt. */
  public void lastLine(String text) {
    Thread writer = new Thread(() -> line(text), "kindling-guard-last-line");
    writer.setDaemon(true);
    writer.start();
    try {
      TimeUnit.SECONDS.timedJoin(writer, 1);
    } catch (InterruptedException e) {
      // The halt comes now in any case.
    }
  }
}
