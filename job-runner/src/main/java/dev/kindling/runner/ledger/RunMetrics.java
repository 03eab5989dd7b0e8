package dev.kindling.runner.ledger;

import dev.kindling.model.run.Run;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** The figures about runs. */
public final class RunMetrics {
  private final MeterRegistry meters;
  private final Counter repeated;
  private final Counter refused;
  private final Counter strays;
  private final Counter retired;
  private final Timer waited;

  public RunMetrics(MeterRegistry meters) {
    this.meters = meters;
    repeated =
        Counter.builder("kindling.runs.requests.repeated")
            .description("requests for a run that was already there")
            .register(meters);
    refused =
        Counter.builder("kindling.runs.requests.refused")
            .description("records on the request topic that are no requests")
            .register(meters);
    strays =
        Counter.builder("kindling.drivers.strays.killed")
            .description("guarded drivers at the master that belonged to no run")
            .register(meters);
    retired =
        Counter.builder("kindling.runs.retired")
            .description("ended runs that left the table for the archive")
            .register(meters);
    waited =
        Timer.builder("kindling.runs.waited")
            .description("from a run's request to its first attempt")
            .publishPercentileHistogram()
            .register(meters);
  }

  void repeatedRequest() {
    repeated.increment();
  }

  void refusedRequest() {
    refused.increment();
  }

  void strayKilled() {
    strays.increment();
  }

  void retired() {
    retired.increment();
  }

  void entered(Run run) {
    Counter.builder("kindling.runs.entered")
        .description("runs that entered a state")
        .tag("state", run.state().name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
    if (run.attempts().size() == 1 && run.state() == dev.kindling.model.run.RunState.LAUNCHING) {
      Duration wait = Duration.between(run.requestedAt(), run.updatedAt());
      waited.record(wait.isNegative() ? Duration.ZERO : wait);
    }
  }
}
