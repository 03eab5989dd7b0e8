package dev.kindling.gateway.http;

import dev.kindling.gateway.access.AccessRule;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.problem.Problem;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final String CALL = "kindling.call";

  /** On every answer, so made once. */
  private static final CharSequence TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");

  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
  private static final CharSequence NOTHING_LOADED =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final int[] REFUSED_BY_ROUTER = {400, 404, 413, 414, 431, 500};

  private final Vertx vertx;
  private final Contract contract;
  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final MeterRegistry meters;
  private final RequestGate gate;
  private final Authorizer authorizer;
  private final Map<String, Operation> operations;

  /**
   * @param gate what every request meets first
   * @param operations by operationId, all but those of the contract itself
   */
  public ApiRouter(
      Vertx vertx,
      Contract contract,
      OpenTelemetry telemetry,
      Tracer tracer,
      MeterRegistry meters,
      RequestGate gate,
      Map<String, Operation> operations) {
    this.vertx = vertx;
    this.contract = contract;
    this.telemetry = telemetry;
    this.tracer = tracer;
    this.meters = meters;
    this.gate = gate;
    this.authorizer = new Authorizer(gate.labels());
    this.operations = new LinkedHashMap<>(operations);
    byte[] published = contract.published();
    this.operations.put("getContract", call -> Future.succeededFuture(Answer.ok(published)));
    Answer page =
        Answer.ok(ContractPage.of(contract.tree()))
            .with("Content-Type", "text/html; charset=utf-8")
            .with("Content-Security-Policy", ContractPage.policy());
    this.operations.put("readContract", call -> Future.succeededFuture(page));
  }

  /** Makes it; fails if contract and operations are not the same set. */
  public Future<Handler<HttpServerRequest>> router() {
    return contract.forRouting(vertx).map(this::build);
  }

  private Handler<HttpServerRequest> build(OpenAPIContract loaded) {
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
            .rootHandler(ApiRouter::protect);
    PathTree<Router> lanes = new PathTree<>();
    for (OpenAPIRoute route : builder.getRoutes()) {
      io.vertx.openapi.contract.Operation operation = route.getOperation();
      Served served = served(operation.getOperationId());
      // RATIONALE.md, "Why does the router not validate?"
      route.setDoValidation(false);
      handlers(served).forEach(route::addHandler);
      lanes.add(
          operation.getHttpMethod(),
          operation.getAbsoluteOpenAPIPath(),
          lane(operation, handlers(served)));
    }
    Router router = builder.createRouter();
    refuse(router);
    router.errorHandler(
        405,
        context -> {
          context.response().putHeader(HttpHeaders.ALLOW, allowed(loaded, context));
          Answers.refused(context);
        });
    // RATIONALE.md, "Why a router for each operation?"
    return request -> lanes.find(request.method(), request.path()).orElse(router).handle(request);
  }

  private Served served(String id) {
    return new Served(
        id,
        operations.get(id),
        contract.access(id),
        contract.bodyTypes(id),
        contract.answerTypes(id),
        contract.mostBytes(id, BODY_LIMIT_BYTES),
        new ConcurrentHashMap<>());
  }

  /** What a request of an operation goes through, in this order. */
  private List<Handler<RoutingContext>> handlers(Served served) {
    PlatformHandler arrival = context -> arrive(served, context);
    Handler<RoutingContext> serving = context -> serve(served, context);
    return served.mostBytes() > 0
        ? List.of(
            arrival,
            BodyHandler.create(false)
                .setBodyLimit(served.mostBytes())
                .setPreallocateBodyBuffer(false),
            serving)
        : List.of(arrival, serving);
  }

  private Router lane(
      io.vertx.openapi.contract.Operation operation, List<Handler<RoutingContext>> handlers) {
    Router lane = Router.router(vertx);
    PlatformHandler protection = ApiRouter::protect;
    Route route =
        lane.route(
                operation.getHttpMethod(),
                operation.getAbsoluteOpenAPIPath().replace("{", ":").replace("}", ""))
            .handler(protection);
    handlers.forEach(route::handler);
    refuse(lane);
    return lane;
  }

  private static void refuse(Router router) {
    for (int status : REFUSED_BY_ROUTER) {
      router.errorHandler(status, Answers::refused);
    }
  }

  /** For browsers: an answer is what it says it is, and no page may frame or execute it. */
  private static void protect(RoutingContext context) {
    HttpServerResponse response =
        context
            .response()
            .putHeader(TYPE_OPTIONS, NO_SNIFF)
            .putHeader(POLICY, NOTHING_LOADED)
            .putHeader(REFERRER, NO_REFERRER);
    if (context.request().isSSL()) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    context.next();
  }

  private static String allowed(OpenAPIContract loaded, RoutingContext context) {
    return loaded.findPath(context.request().path()).getOperations().stream()
        .map(operation -> operation.getHttpMethod().name())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Before the body is read: who asks. */
  private void arrive(Served served, RoutingContext context) {
    HttpServerRequest request = context.request();
    long begin = System.nanoTime();
    RequestSpan span = RequestSpan.begin(telemetry, tracer, request, served.id());
    Call call = new Call(context, span);
    context.put(CALL, call);
    context
        .response()
        .endHandler(ended -> ended(served, span, begin, context.response().getStatusCode()));
    Future<Optional<Caller>> admitted = admit(request, served.rule());
    boolean reads = served.mostBytes() > 0;
    boolean waits = !reads || !admitted.isComplete();
    if (waits) {
      // Nothing of the body may come before there is somebody to read it.
      request.pause();
    }
    admitted.onComplete(
        known -> {
          call.admit(known);
          if (waits && reads) {
            request.resume();
          }
          context.next();
        },
        failure -> refuse(served.id(), call, request, failure));
  }

  private Future<Optional<Caller>> admit(HttpServerRequest request, AccessRule rule) {
    try {
      gate.refuseStrangers(request);
      return gate.admit(request, rule);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
  }

  private void ended(Served served, RequestSpan span, long begin, int status) {
    span.end(status);
    served
        .timers()
        .computeIfAbsent(status, known -> timer(served.id(), known))
        .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String id, int status) {
    return meters.timer(
        "kindling.gateway.requests", "operation", id, "status", Integer.toString(status));
  }

  private void serve(Served served, RoutingContext context) {
    Call call = context.get(CALL);
    HttpServerRequest request = context.request();
    attempt(served, context, call)
        .onComplete(
            answer -> {
              try {
                Answers.write(context.response(), answer);
                if (!Intent.isDry(answer)) {
                  keep(served.id(), call, request, answer.status(), null);
                }
              } catch (RuntimeException e) {
                refuse(served.id(), call, request, e);
              }
            },
            failure -> refuse(served.id(), call, request, failure));
  }

  private void refuse(String id, Call call, HttpServerRequest request, Throwable failure) {
    if (!request.isEnded()) {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      boolean hasBody =
          request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
              || (length != null && !length.equals("0"));
      if (hasBody && request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
        // Nobody will read what is still to come. HTTP/2 has no such header (RFC 9113, 8.2.2).
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
      }
      request.resume();
    }
    Answers.fail(request, failure);
    Problem problem =
        failure instanceof ProblemException refused ? refused.problem() : Problems.internal();
    keep(id, call, request, problem.status(), problem.detail());
  }

  private void keep(String id, Call call, HttpServerRequest request, int status, String detail) {
    gate.keep(id, request, call.knownCaller(), status, detail, call.traceparent());
  }

  private Future<Answer> attempt(Served served, RoutingContext context, Call call) {
    try {
      MediaTypes.check(context, call.hasBody(), served.taken(), served.given());
      return authorizer
          .check(call, served.rule())
          .compose(allowed -> served.operation().answer(call));
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    } catch (RuntimeException e) {
      return Future.failedFuture(new IllegalStateException("the operation threw", e));
    }
  }

  /**
   * An operation and what the contract says of it.
   *
   * @param taken types of bodies
   * @param given types of answers
   * @param mostBytes of a body; 0 where the operation reads it as it comes
   * @param timers by status; the registry's own search for one costs more than most of the rest
   */
  private record Served(
      String id,
      Operation operation,
      AccessRule rule,
      Set<String> taken,
      Set<String> given,
      long mostBytes,
      Map<Integer, Timer> timers) {}
}
