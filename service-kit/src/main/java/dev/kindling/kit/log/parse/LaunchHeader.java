package dev.kindling.kit.log.parse;

import dev.kindling.model.guard.GuardProtocol;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the first line of a process's stderr: the command line that the worker wrote there before
 * the process wrote anything (Spark 4.0.0, {@code DriverRunner} and {@code ExecutorRunner}). Each
 * argument stands in double quotes, without any escaping. Pure.
 */
public final class LaunchHeader {
  private static final String DRIVER = "Launch Command: ";
  private static final String EXECUTOR = "Spark Executor Command: ";
  private static final String REDACTED = "*********(redacted)";
  private static final Pattern RUN =
      Pattern.compile(
          "\"-D" + Pattern.quote(GuardProtocol.PROPERTY_RUN) + "=([^\"/\\s]+)/(\\d{1,9})\"");
  private static final Pattern JOB =
      Pattern.compile("\"-D" + Pattern.quote(GuardProtocol.PROPERTY_JOB) + "=([^\"]+)\"");

  private LaunchHeader() {}

  /** Whether the line is a command line at all. */
  public static boolean isHeader(String line) {
    return line.startsWith(DRIVER) || line.startsWith(EXECUTOR);
  }

  /**
   * The tag in a command line, or empty if the process is not one of ours. The first match counts:
   * Spark writes the -D options before the main class, so an argument of the user's program that
   * looks like a tag cannot take the place of the real one.
   */
  public static Optional<RunTag> tagOf(String line) {
    if (!isHeader(line)) {
      return Optional.empty();
    }
    Matcher run = RUN.matcher(line);
    if (!run.find()) {
      return Optional.empty();
    }
    Matcher job = JOB.matcher(line);
    String name = job.find() && !job.group(1).equals(REDACTED) ? job.group(1) : null;
    return Optional.of(new RunTag(run.group(1), Integer.parseInt(run.group(2)), name));
  }
}
