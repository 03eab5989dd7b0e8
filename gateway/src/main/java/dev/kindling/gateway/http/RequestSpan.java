package dev.kindling.gateway.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The span of one request: the continuation of the caller's trace if it sent a valid {@code
 * traceparent}, else the begin of a new one. It is carried by hand, since the current span of a
 * thread means nothing on an event loop.
 */
final class RequestSpan {
  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

  private static final TextMapGetter<MultiMap> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(MultiMap carrier) {
          return carrier.names();
        }

        @Override
        public String get(MultiMap carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  private final Span span;
  private final String traceparent;

  private RequestSpan(Span span, String traceparent) {
    this.span = span;
    this.traceparent = traceparent;
  }

  static RequestSpan begin(
      OpenTelemetry telemetry, Tracer tracer, HttpServerRequest request, String operationId) {
    Context parent =
        request.headers().contains(TRACEPARENT)
            ? telemetry
                .getPropagators()
                .getTextMapPropagator()
                .extract(Context.root(), request.headers(), HEADERS)
            : Context.root();
    Span span =
        tracer
            .spanBuilder(operationId)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", request.method().name())
            .setAttribute("url.path", request.path())
            .startSpan();
    return new RequestSpan(span, traceparent(span.getSpanContext()));
  }

  /** W3C Trace Context 1, §3.2; what the propagator would write. */
  private static String traceparent(SpanContext context) {
    return context.isValid()
        ? "00-"
            + context.getTraceId()
            + '-'
            + context.getSpanId()
            + '-'
            + context.getTraceFlags().asHex()
        : null;
  }

  /** This span as a parent for others; null if there is no trace at all. */
  String traceparent() {
    return traceparent;
  }

  void end(int status) {
    span.setAttribute("http.response.status_code", status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
