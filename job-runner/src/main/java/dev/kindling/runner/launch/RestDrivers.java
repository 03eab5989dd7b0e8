package dev.kindling.runner.launch;

import dev.kindling.kit.trace.LogTrace;
import dev.kindling.kit.trace.Tracing;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.launch.LaunchResult.Accepted;
import dev.kindling.runner.launch.LaunchResult.NotCreated;
import dev.kindling.runner.launch.LaunchResult.Unknown;
import dev.kindling.runner.ledger.Drivers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drivers by way of the submission API. Called on the owner's thread; the requests run on one
 * Vert.x context, and what comes of them goes back as a command to the run.
 */
public final class RestDrivers implements Drivers {
  private static final Logger LOG = LoggerFactory.getLogger(RestDrivers.class);

  private final Context context;
  private final SubmissionApi api;
  private final SubmissionWriter writer;
  private final RunNews news;
  private final Tracing tracing;
  private final Timer submissions;

  public RestDrivers(
      Context context,
      SubmissionApi api,
      SubmissionWriter writer,
      RunNews news,
      Tracing tracing,
      MeterRegistry meters) {
    this.context = context;
    this.api = api;
    this.writer = writer;
    this.news = news;
    this.tracing = tracing;
    submissions =
        Timer.builder("kindling.submissions")
            .description("the POST that asks the Spark master for a driver")
            .publishPercentileHistogram()
            .register(meters);
  }

  @Override
  public void submit(Launch launch) {
    context.runOnContext(begin -> post(launch));
  }

  private void post(Launch launch) {
    long started = System.nanoTime();
    DriverSubmission submission;
    try {
      submission = writer.write(launch);
    } catch (IllegalArgumentException e) {
      tell(launch, new RunCommand.NotCreated(launch.attempt(), e.getMessage(), true));
      return;
    }
    Run run = launch.run();
    Span span = tracing.span("submit driver", SpanKind.CLIENT, run.traceparent());
    created(submission)
        .onSuccess(
            result -> {
              tell(launch, command(launch.attempt(), result));
              submissions.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
              span.setAttribute("kindling.run.id", run.id());
              span.setAttribute("kindling.attempt", launch.attempt());
              span.setAttribute("kindling.submission", result.toString());
              span.end();
              say(launch, result);
            });
  }

  /** That a driver was accepted, the run itself says: it is SUBMITTED then. */
  private static void say(Launch launch, LaunchResult result) {
    if (result instanceof Accepted) {
      LOG.debug("{}: {}", launch, result);
      return;
    }
    try (LogTrace marks = LogTrace.of(launch.run().traceparent(), launch.run().id())) {
      LOG.info("{}: {}", launch, result);
    }
  }

  private void tell(Launch launch, RunCommand command) {
    news.tell(launch.partition(), launch.run().id(), command);
  }

  /** Whatever happens on the way, the run hears of it. */
  private Future<LaunchResult> created(DriverSubmission submission) {
    try {
      return api.create(submission)
          .otherwise(failure -> new Unknown("The submission failed: " + failure.getMessage()));
    } catch (RuntimeException e) {
      return Future.succeededFuture(new Unknown("The submission failed: " + e));
    }
  }

  private static RunCommand command(int attempt, LaunchResult result) {
    if (result instanceof Accepted accepted) {
      return new RunCommand.Accepted(attempt, accepted.driverId());
    }
    if (result instanceof NotCreated refused) {
      return new RunCommand.NotCreated(attempt, refused.reason(), refused.permanent());
    }
    return new RunCommand.Unknown(attempt, ((Unknown) result).reason());
  }

  @Override
  public void kill(String driverId) {
    context.runOnContext(
        begin ->
            api.kill(driverId)
                .onSuccess(words -> LOG.info("kill {}: {}", driverId, words))
                .onFailure(
                    failure ->
                        LOG.warn(
                            "kill {}: the master did not answer ({}); the lease ends it",
                            driverId,
                            failure.getMessage())));
  }

  @Override
  public void ask(int partition, String runId, String driverId) {
    context.runOnContext(
        begin ->
            api.status(driverId)
                .onSuccess(
                    answer ->
                        answer.ifPresent(
                            status -> news.tell(partition, runId, command(driverId, status))))
                .onFailure(
                    failure -> LOG.debug("status of {}: {}", driverId, failure.getMessage())));
  }

  private static RunCommand command(String driverId, DriverStatus status) {
    return status.known()
        ? new RunCommand.DriverSeen(driverId, status.state(), status.worker(), status.message())
        : new RunCommand.DriverUnknown(driverId);
  }
}
