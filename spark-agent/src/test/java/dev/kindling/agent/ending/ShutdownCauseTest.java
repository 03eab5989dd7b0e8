package dev.kindling.agent.ending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On stacks as OpenJDK 17 has them; GuardIT asks real JVMs. */
class ShutdownCauseTest {
  private static final List<StackTraceElement> HOOKS =
      List.of(
          frame("java.lang.Object", "wait"),
          frame("java.lang.Thread", "join"),
          frame("java.lang.ApplicationShutdownHooks", "runHooks"),
          frame("java.lang.ApplicationShutdownHooks$1", "run"),
          frame("java.lang.Shutdown", "runHooks"),
          frame("java.lang.Shutdown", "sequence"),
          frame("java.lang.Shutdown", "exit"));

  @Test
  void ofShouldBeEmptyWhenTheThreadOnlyWaitsToExitToo() {
    assertThat(ShutdownCause.of("main", HOOKS.subList(6, 7))).isEmpty();
  }

  @Test
  void ofShouldNameTheCallerOfExit() {
    List<StackTraceElement> stack =
        with(
            frame("java.lang.Runtime", "exit"),
            frame("java.lang.System", "exit"),
            frame("acme.Job", "main"),
            frame("dev.kindling.agent.Guard", "main"));

    assertThat(ShutdownCause.of("main", stack))
        .contains(
            Outcome.exitCalled("System.exit was called at acme.Job.main(X.java:7) on thread main"));
  }

  @Test
  void ofShouldPassOverScalasExit() {
    List<StackTraceElement> stack =
        with(
            frame("java.lang.Runtime", "exit"),
            frame("java.lang.System", "exit"),
            frame("scala.sys.package$", "exit"),
            frame("acme.Job$", "run"));

    assertThat(ShutdownCause.of("pool-1", stack).orElseThrow().message())
        .isEqualTo("System.exit was called at acme.Job$.run(X.java:7) on thread pool-1");
  }

  @Test
  void ofShouldGiveTheSignalsCodeWhenTheJvmWasTerminated() {
    List<StackTraceElement> stack =
        with(frame("java.lang.Terminator$1", "handle"), frame("jdk.internal.misc.Signal$1", "run"));

    assertThat(ShutdownCause.of("SIGTERM handler", stack))
        .contains(new Outcome(143, null, "ended by SIGTERM", null, null));
    assertThat(ShutdownCause.of("SIGINT handler", stack).orElseThrow().exitCode()).isEqualTo(130);
  }

  private static List<StackTraceElement> with(StackTraceElement... below) {
    List<StackTraceElement> stack = new ArrayList<>(HOOKS);
    stack.addAll(List.of(below));
    return stack;
  }

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, "X.java", 7);
  }
}
