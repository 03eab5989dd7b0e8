package dev.kindling.stack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to start a child process.
 *
 * @param name what people call it, for messages
 * @param command the program and its arguments
 * @param environment the whole environment of the child apart from {@code PATH}, {@code HOME},
 *     {@code LANG} and {@code TZ}, which have defaults: nothing else of ours reaches it
 * @param directory its working directory, which must exist
 * @param log the file that its stdout and stderr are appended to
 * @param grace time between SIGTERM and SIGKILL when it is closed
 * @param orphans what becomes of its children when it dies alone
 */
public record ProcessPlan(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path log,
    Duration grace,
    Orphans orphans) {

  public ProcessPlan {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    directory = directory.toAbsolutePath();
    log = log.toAbsolutePath();
  }
}
