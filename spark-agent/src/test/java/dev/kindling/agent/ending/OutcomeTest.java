package dev.kindling.agent.ending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void threwShouldNameTheExceptionAndItsLastCause() {
    Exception thrown =
        new IllegalStateException(
            "outer", new RuntimeException("middle", new IOException("disk full")));

    assertThat(Outcome.threw(thrown))
        .isEqualTo(
            new Outcome(
                1, "java.lang.IllegalStateException", "outer", "java.io.IOException", "disk full"));
  }

  @Test
  void threwShouldBeItsOwnRootCauseWhenItHasNone() {
    assertThat(Outcome.threw(new OutOfMemoryError("Java heap space")))
        .isEqualTo(
            new Outcome(
                1,
                "java.lang.OutOfMemoryError",
                "Java heap space",
                "java.lang.OutOfMemoryError",
                "Java heap space"));
  }

  @Test
  void threwShouldEndWhenCausesGoRound() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    assertThat(Outcome.threw(first).rootCauseMessage()).isEqualTo("second");
  }

  @Test
  void threwShouldSurviveAnExceptionThatThrows() {
    assertThat(Outcome.threw(new Nasty()))
        .isEqualTo(
            new Outcome(
                1,
                Nasty.class.getName(),
                "(its getMessage threw java.lang.IllegalStateException)",
                Nasty.class.getName(),
                "(its getMessage threw java.lang.IllegalStateException)"));
  }

  @Test
  void threwShouldCutLongMessages() {
    Outcome outcome = Outcome.threw(new Exception("x".repeat(10_000)));

    assertThat(outcome.message()).hasSize(4_000);
    assertThat(outcome.rootCauseMessage()).hasSize(4_000);
  }

  @SuppressWarnings("serial")
  private static final class Nasty extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }
  }
}
