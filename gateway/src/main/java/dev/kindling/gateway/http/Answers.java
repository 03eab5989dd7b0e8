package dev.kindling.gateway.http;

import dev.kindling.gateway.problem.Problem;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers and problems. Called on the request's event loop. */
final class Answers {
  static final String JSON = "application/json";
  private static final CharSequence JSON_TYPE = HttpHeaders.createOptimized(JSON);
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  static final String PROBLEM = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void write(HttpServerResponse response, Answer answer) {
    if (isOver(response)) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    answer.headers().forEach(response::putHeader);
    if (answer.body() instanceof BodyStream stream) {
      stream
          .write(response)
          .onFailure(
              failure -> {
                // The head is sent: a connection that ends early is what tells the reader.
                LOG.debug("an answer broke off", failure);
                response.reset();
              });
      return;
    }
    if (answer.body() == null) {
      response.end();
      return;
    }
    byte[] body = answer.body() instanceof byte[] bytes ? bytes : Json.bytes(answer.body());
    if (!answer.headers().containsKey("Content-Type")) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE);
    }
    response.end(asItIs(body));
  }

  /** Buffer.buffer would copy it. */
  private static Buffer asItIs(byte[] body) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(body));
  }

  /** Answers with what a failure means; what we did not foresee goes to the log, not out. */
  static void fail(HttpServerRequest request, Throwable failure) {
    if (failure instanceof ProblemException refused) {
      if (refused.getCause() != null) {
        LOG.warn("{} {}: {}", request.method(), request.path(), refused.getMessage(), failure);
      }
      refused
          .retryAfterSeconds()
          .ifPresent(
              seconds -> {
                if (!isOver(request.response())) {
                  request.response().putHeader("Retry-After", Integer.toString(seconds));
                }
              });
      problem(request, refused.problem());
    } else {
      LOG.error("{} {} failed", request.method(), request.path(), failure);
      problem(request, Problems.internal());
    }
  }

  /** Answers what the router itself refused. */
  static void refused(RoutingContext context) {
    if (context.failure() instanceof ProblemException || context.statusCode() >= 500) {
      Throwable failure = context.failure();
      fail(
          context.request(),
          failure == null ? new IllegalStateException("no route answered") : failure);
    } else {
      problem(context.request(), Problems.ofStatus(context.statusCode()));
    }
  }

  /** Answers what is not HTTP, or more of it than we take (RFC 9110 §15.5.15, RFC 6585 §5). */
  static void malformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpLineException
            ? 414
            : cause instanceof TooLongHttpHeaderException ? 431 : 400;
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    problem(request, Problems.ofStatus(status));
  }

  private static void problem(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response();
    if (isOver(response)) {
      return;
    }
    if (problem.status() == 401) {
      String accept = request.getHeader(HttpHeaders.ACCEPT);
      // Only a browser that shows a page is to ask its user.
      boolean page = accept != null && accept.contains("text/html");
      response.putHeader("WWW-Authenticate", (page ? "Basic" : "Bearer") + " realm=\"Kindling\"");
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
        .end(asItIs(Json.bytes(problem.at(request.path()))));
  }

  private static boolean isOver(HttpServerResponse response) {
    return response.ended() || response.closed() || response.headWritten();
  }
}
