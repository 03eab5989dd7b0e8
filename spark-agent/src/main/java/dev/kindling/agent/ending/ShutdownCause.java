package dev.kindling.agent.ending;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out, from inside a shutdown hook, who is shutting the JVM down. The JDK does not say, but
 * the thread that does it stands in {@code ApplicationShutdownHooks.runHooks} and waits for the
 * hooks; below that on its stack is the reason: the JVM's own signal handler, or the caller of
 * System.exit (OpenJDK 17: Shutdown, Terminator). The code itself is not to be had: it is a local
 * variable of that thread.
 */
final class ShutdownCause {
  private static final String HOOKS = "java.lang.ApplicationShutdownHooks";
  private static final String TERMINATOR = "java.lang.Terminator";
  private static final String HANDLER_SUFFIX = " handler";
  private static final Map<String, Integer> SIGNALS =
      Map.of("SIGHUP", 1, "SIGINT", 2, "SIGTERM", 15);

  private ShutdownCause() {}

  /** Looks at the threads of this JVM; meant for a shutdown hook. */
  static Outcome ofThisJvm() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(entry -> of(entry.getKey().getName(), List.of(entry.getValue())))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> Outcome.exitCalled("the JVM shut down for no reason that it shows"));
  }

  /** What this thread's stack says, empty if it is not the one that shuts down. */
  static Optional<Outcome> of(String thread, List<StackTraceElement> stack) {
    if (stack.stream().noneMatch(frame -> frame.getClassName().startsWith(HOOKS))) {
      return Optional.empty();
    }
    if (stack.stream().anyMatch(frame -> frame.getClassName().startsWith(TERMINATOR))) {
      // The JVM runs each handler on a thread of the name "SIGTERM handler".
      String signal = thread.replace(HANDLER_SUFFIX, "");
      Integer number = SIGNALS.get(signal);
      return Optional.of(
          number == null
              ? Outcome.exitCalled("ended by a signal, on thread " + thread)
              : Outcome.signalled(signal, number));
    }
    String caller =
        stack.stream()
            .flatMap(ShutdownCause::outsideExit)
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("a place that does not show");
    return Optional.of(
        Outcome.exitCalled("System.exit was called at " + caller + " on thread " + thread));
  }

  /** Passes over the JDK's and Scala's own ways to exit. */
  private static Stream<StackTraceElement> outsideExit(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.lang.") || name.startsWith("scala.sys.")
        ? Stream.empty()
        : Stream.of(frame);
  }
}
