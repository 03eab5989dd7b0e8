package dev.kindling.gateway.http;

import dev.kindling.gateway.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes the router of the contract: one operation per operationId, no more and no less. Each
 * request gets a span, a timer, and an answer whatever happens.
 */
public final class ApiRouter {
  /**
   * A run's record carries the job's spec and the run's parameters, and must fit into a Kafka
   * record of 1 MiB together with its attempts.
   */
  public static final int BODY_LIMIT_BYTES = 256 * 1024;

  private static final int[] REFUSED_BY_ROUTER = {400, 404, 413, 414, 431, 500};

  private final Vertx vertx;
  private final Contract contract;
  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final MeterRegistry meters;
  private final Map<String, Operation> operations;

  /**
   * @param operations by operationId, all but {@code getContract}
   */
  public ApiRouter(
      Vertx vertx,
      Contract contract,
      OpenTelemetry telemetry,
      Tracer tracer,
      MeterRegistry meters,
      Map<String, Operation> operations) {
    this.vertx = vertx;
    this.contract = contract;
    this.telemetry = telemetry;
    this.tracer = tracer;
    this.meters = meters;
    this.operations = new LinkedHashMap<>(operations);
    byte[] published = contract.published();
    this.operations.put("getContract", call -> Future.succeededFuture(Answer.ok(published)));
  }

  /** Makes it; fails if contract and operations are not the same set. */
  public Future<Router> router() {
    return contract.forRouting(vertx).map(this::build);
  }

  private Router build(OpenAPIContract loaded) {
    Set<String> promised =
        loaded.operations().stream()
            .map(io.vertx.openapi.contract.Operation::getOperationId)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!promised.equals(new TreeSet<>(operations.keySet()))) {
      throw new IllegalStateException(
          "the contract promises " + promised + " and the gateway serves " + operations.keySet());
    }
    RouterBuilder builder =
        RouterBuilder.create(vertx, loaded, RequestExtractor.withBodyHandler())
            .rootHandler(
                BodyHandler.create(false)
                    .setBodyLimit(BODY_LIMIT_BYTES)
                    .setPreallocateBodyBuffer(false));
    for (OpenAPIRoute route : builder.getRoutes()) {
      String id = route.getOperation().getOperationId();
      Operation operation = operations.get(id);
      Set<String> bodies = contract.bodyTypes(id);
      // RATIONALE.md, "Why does the router not validate?"
      route.setDoValidation(false).addHandler(context -> serve(id, operation, bodies, context));
    }
    Router router = builder.createRouter();
    for (int status : REFUSED_BY_ROUTER) {
      router.errorHandler(status, Answers::refused);
    }
    router.errorHandler(
        405,
        context -> {
          context.response().putHeader(HttpHeaders.ALLOW, allowed(loaded, context));
          Answers.refused(context);
        });
    return router;
  }

  private static String allowed(OpenAPIContract loaded, RoutingContext context) {
    return loaded.findPath(context.request().path()).getOperations().stream()
        .map(operation -> operation.getHttpMethod().name())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void serve(String id, Operation operation, Set<String> bodies, RoutingContext context) {
    long begin = System.nanoTime();
    RequestSpan span = RequestSpan.begin(telemetry, tracer, context.request(), id);
    context
        .response()
        .endHandler(
            ended -> {
              int status = context.response().getStatusCode();
              span.end(status);
              meters
                  .timer(
                      "kindling.gateway.requests",
                      "operation",
                      id,
                      "status",
                      Integer.toString(status))
                  .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            });
    attempt(operation, bodies, context, new Call(context, span))
        .onComplete(
            answer -> {
              try {
                Answers.write(context.response(), answer);
              } catch (RuntimeException e) {
                Answers.fail(context.request(), e);
              }
            },
            failure -> Answers.fail(context.request(), failure));
  }

  private static Future<Answer> attempt(
      Operation operation, Set<String> bodies, RoutingContext context, Call call) {
    try {
      MediaTypes.check(context, call.hasBody(), bodies);
      return operation.answer(call);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    } catch (RuntimeException e) {
      return Future.failedFuture(new IllegalStateException("the operation threw", e));
    }
  }
}
