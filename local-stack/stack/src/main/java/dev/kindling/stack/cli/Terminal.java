package dev.kindling.stack.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person at a terminal reads. Colours only on a terminal, and never where NO_COLOR is set.
 * Thread-safe, line by line.
 */
public final class Terminal {
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final boolean colours;

  Terminal(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /**
   * The terminal of this process.
   *
   * @param isTerminal whether stdout is one, as the shell sees it: Java cannot tell on each version
   */
  public static Terminal ofProcess(boolean isTerminal) {
    String refused = System.getenv("NO_COLOR");
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        isTerminal && (refused == null || refused.isEmpty()));
  }

  /** A line as it is. */
  public synchronized void line(String text) {
    out.println(text);
  }

  /** A heading. */
  public void title(String text) {
    line(paint("1", text));
  }

  /** A step that is done. */
  public void done(String what, Duration took, String detail) {
    String seconds = String.format(Locale.ROOT, "%5.1f s", took.toMillis() / 1_000.0);
    line("  " + paint("32", "✓") + " " + padded(what) + " " + paint("2", seconds) + "  " + detail);
  }

  /** A fact without a time. */
  public void fact(String what, String detail) {
    line("    " + padded(what) + " " + detail);
  }

  /** Something that is not as it should be, but does not end the command. */
  public void warning(String text) {
    line("  " + paint("33", "!") + " " + text);
  }

  /** Why the command ends. */
  public void failed(String text) {
    line(paint("31", "✗") + " " + text);
  }

  /** Something of less weight, such as a line of a job's log. */
  public void faint(String text) {
    line(paint("2", text));
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + PLAIN : text;
  }

  private static String padded(String text) {
    return String.format(Locale.ROOT, "%-24s", text);
  }
}
