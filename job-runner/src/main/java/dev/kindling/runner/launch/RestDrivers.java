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
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drivers by way of the submission API. Called on the owner's thread; the requests run on one
 * Vert.x context, so many at a time, and what comes of them goes back as a command to the run.
 *
 * <p>Of many that are due at once most wait here for their turn. One that is given up meanwhile,
 * since it was cancelled or has another owner, is not sent.
 */
public final class RestDrivers implements Drivers {
  private static final Logger LOG = LoggerFactory.getLogger(RestDrivers.class);

  static final int SUBMISSIONS_AT_ONCE = 16;

  /** Kills do not wait behind submissions and questions. */
  private static final int KILLS_AT_ONCE = 4;

  private static final int QUESTIONS_AT_ONCE = 2;

  /** So many requests to the master are under way at most: what its client must have room for. */
  public static final int AT_ONCE = SUBMISSIONS_AT_ONCE + KILLS_AT_ONCE + QUESTIONS_AT_ONCE;

  /** Well within the time after which a run gives up an attempt of which nobody has heard. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);

  private final Context context;
  private final SubmissionApi api;
  private final SubmissionWriter writer;
  private final RunNews news;
  private final Tracing tracing;
  private final InstantSource clock;
  private final Timer submissions;
  private final Turnstile creating = new Turnstile(SUBMISSIONS_AT_ONCE);
  private final Turnstile killing = new Turnstile(KILLS_AT_ONCE);
  private final Turnstile asking = new Turnstile(QUESTIONS_AT_ONCE);

  public RestDrivers(
      Context context,
      SubmissionApi api,
      SubmissionWriter writer,
      RunNews news,
      Tracing tracing,
      InstantSource clock,
      MeterRegistry meters) {
    this.context = context;
    this.api = api;
    this.writer = writer;
    this.news = news;
    this.tracing = tracing;
    this.clock = clock;
    submissions =
        Timer.builder("kindling.submissions")
            .description("the POST that asks the Spark master for a driver")
            .publishPercentileHistogram()
            .register(meters);
  }

  @Override
  public void submit(Launch launch) {
    long since = System.nanoTime();
    context.runOnContext(begin -> creating.pass(() -> post(launch, since)));
  }

  private Future<?> post(Launch launch, long since) {
    long started = System.nanoTime();
    if (launch.recall().isCalled()) {
      LOG.info("{} is not sent: it was given up while it waited for its turn", launch);
      return Future.succeededFuture();
    }
    Duration waited = Duration.ofNanos(started - since);
    if (waited.compareTo(LONGEST_WAIT) > 0) {
      return notSent(
          launch,
          "The Spark master takes drivers so slowly that this one has waited "
              + waited.toSeconds()
              + " s for its turn.",
          false);
    }
    DriverSubmission submission;
    try {
      submission = writer.write(launch);
    } catch (IllegalArgumentException e) {
      return notSent(launch, e.getMessage(), true);
    } catch (RuntimeException e) {
      LOG.error("{} cannot be written for the master", launch, e);
      return notSent(
          launch, "Writing it for the Spark master failed, which is a fault of ours: " + e, false);
    }
    Run run = launch.run();
    Span span = tracing.span("submit driver", SpanKind.CLIENT, run.traceparent());
    return created(submission)
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

  private Future<?> notSent(Launch launch, String reason, boolean permanent) {
    tell(launch, new RunCommand.NotCreated(launch.attempt(), reason, permanent));
    return Future.succeededFuture();
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

  private RunCommand command(int attempt, LaunchResult result) {
    if (result instanceof Accepted accepted) {
      return new RunCommand.Accepted(attempt, accepted.driverId(), clock.instant());
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
            killing.pass(
                () ->
                    api.kill(driverId)
                        .onSuccess(words -> LOG.info("kill {}: {}", driverId, words))
                        .onFailure(
                            failure ->
                                LOG.warn(
                                    "kill {}: the master did not answer ({}); the lease ends it",
                                    driverId,
                                    failure.getMessage()))));
  }

  @Override
  public void ask(int partition, String runId, String driverId) {
    context.runOnContext(
        begin ->
            asking.pass(
                () ->
                    api.status(driverId)
                        .onSuccess(
                            answer ->
                                answer.ifPresent(
                                    status ->
                                        news.tell(partition, runId, command(driverId, status))))
                        .onFailure(
                            failure ->
                                LOG.debug("status of {}: {}", driverId, failure.getMessage()))));
  }

  private static RunCommand command(String driverId, DriverStatus status) {
    return status.known()
        ? new RunCommand.DriverSeen(driverId, status.state(), status.worker(), status.message())
        : new RunCommand.DriverUnknown(driverId);
  }
}
