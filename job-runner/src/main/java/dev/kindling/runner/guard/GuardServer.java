package dev.kindling.runner.guard;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.Executor;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunIds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where guards claim, renew and report. The token of the attempt is the credential; nothing else
 * can be done here. An answer goes out only after the decision behind it is durable. Only the owner
 * of a run's partition may refuse: a runner that is not says 421 and names the owner, and one that
 * does not know says 503, and the guard asks again.
 */
public final class GuardServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GuardServer.class);
  private static final long BODY_LIMIT = 64 * 1024;
  private static final long GRACE_SECONDS = 2;
  private static final int MISDIRECTED = 421;

  /** Longer than a commit takes, shorter than a guard's own patience with one request. */
  private static final Duration DECISION = Duration.ofSeconds(4);

  private final String host;
  private final int port;
  private final Duration lease;
  private final Duration renewal;
  private final RunDoor runs;
  private HttpServer server;

  public GuardServer(String host, int port, Duration lease, Duration renewal, RunDoor runs) {
    this.host = host;
    this.port = port;
    this.lease = lease;
    this.renewal = renewal;
    this.runs = runs;
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
    router.post(GuardProtocol.CLAIMS_PATH).handler(this::claim);
    router.post(GuardProtocol.LEASES_PATH).handler(this::renew);
    router.post(GuardProtocol.REPORTS_PATH).handler(this::report);
    router.route().failureHandler(GuardServer::malformed);
    server = vertx.createHttpServer().requestHandler(router);
    return server.listen(port, host);
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  private void claim(RoutingContext context) {
    ClaimRequest request = body(context, ClaimRequest.class);
    RunCommand command =
        new RunCommand.Claim(
            request.attempt(),
            RunIds.tokenHash(request.token()),
            request.driverId(),
            request.host(),
            request.pid());
    ask(
        context,
        request.runId(),
        command,
        decision -> {
          if (decision.granted()) {
            answer(context, 200, ClaimReply.granted(lease.toMillis(), renewal.toMillis()));
          } else {
            LOG.warn(
                "refused {} as attempt {} of run {}: {}",
                request.driverId(),
                request.attempt(),
                request.runId(),
                decision.answer());
            answer(context, 409, ClaimReply.refused(decision.answer()));
          }
        },
        () -> answer(context, 409, ClaimReply.refused("the run has ended or is not known")));
  }

  private void renew(RoutingContext context) {
    LeaseRequest request = body(context, LeaseRequest.class);
    RunCommand command =
        new RunCommand.Renew(
            request.attempt(),
            RunIds.tokenHash(request.token()),
            request.appId(),
            Executor.of(request.executors()));
    ask(
        context,
        request.runId(),
        command,
        decision -> {
          if (decision.granted()) {
            answer(context, 200, LeaseReply.kept(lease.toMillis()));
          } else {
            answer(context, 409, LeaseReply.ended(decision.answer()));
          }
        },
        () -> answer(context, 409, LeaseReply.ended("the run has ended or is not known")));
  }

  private void report(RoutingContext context) {
    FinalReport report = body(context, FinalReport.class);
    RunCommand command = new RunCommand.Report(RunIds.tokenHash(report.token()), report);
    // A report for a run that has ended is a repetition, or too late: either way it is dealt with.
    ask(
        context,
        report.runId(),
        command,
        decision -> context.response().setStatusCode(200).end("{}"),
        () -> context.response().setStatusCode(200).end("{}"));
  }

  private void ask(
      RoutingContext context,
      String runId,
      RunCommand command,
      Consumer<Decision> decided,
      Runnable noSuchRun) {
    runs.ask(partition(context), runId, command)
        .timeout(DECISION.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(
            answer -> {
              context
                  .response()
                  .putHeader(GuardProtocol.RUNNERS_HEADER, String.join(",", runs.runners()));
              if (answer instanceof GuardAnswer.Decided one) {
                decided.accept(one.decision());
              } else if (answer instanceof GuardAnswer.NotOurs other) {
                notOurs(context, other);
              } else {
                noSuchRun.run();
              }
            })
        .onFailure(failure -> later(context, String.valueOf(failure.getMessage())));
  }

  private static int partition(RoutingContext context) {
    String text = context.request().getHeader(GuardProtocol.PARTITION_HEADER);
    if (text == null) {
      throw new IllegalArgumentException(GuardProtocol.PARTITION_HEADER + " is missing");
    }
    return Integer.parseInt(text);
  }

  private static void notOurs(RoutingContext context, GuardAnswer.NotOurs other) {
    if (other.owner().isEmpty()) {
      later(context, "nobody is known to own the partition of this run");
      return;
    }
    context
        .response()
        .setStatusCode(MISDIRECTED)
        .putHeader(GuardProtocol.OWNER_HEADER, other.owner().get().toString())
        .end("another job-runner owns the partition of this run\n");
  }

  private static void later(RoutingContext context, String why) {
    context.response().setStatusCode(503).putHeader("Retry-After", "1").end(why + "\n");
  }

  private static <T> T body(RoutingContext context, Class<T> type) {
    T value = Json.read(context.body().buffer().getBytes(), type);
    if (value == null) {
      throw new IllegalArgumentException("the body is empty");
    }
    return value;
  }

  private static void answer(RoutingContext context, int status, Object body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Json.text(body));
  }

  private static void malformed(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof UncheckedIOException
        || failure instanceof IllegalArgumentException
        || failure instanceof NullPointerException) {
      context.response().setStatusCode(400).end("not a message of the guard protocol\n");
    } else if (context.statusCode() > 0) {
      context.response().setStatusCode(context.statusCode()).end();
    } else {
      LOG.error("a guard's request failed", failure);
      context.response().setStatusCode(500).end();
    }
  }
}
