package dev.kindling.kit.trace;

import dev.kindling.kit.service.CommonConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.util.Map;

/**
 * Where a service's spans go: to an OTLP/HTTP endpoint if one is set, else nowhere. Trace context
 * is passed on in both cases. Thread-safe.
 */
public final class Tracing {
  private final OpenTelemetrySdk sdk;
  private final String service;

  private Tracing(OpenTelemetrySdk sdk, String service) {
    this.sdk = sdk;
    this.service = service;
  }

  /** Opens it by the service's settings. */
  public static Tracing of(String service, CommonConfig config) {
    SdkTracerProvider tracers =
        config
            .otlpEndpoint()
            .map(endpoint -> exporting(service, config.instance(), endpoint))
            .orElseGet(() -> SdkTracerProvider.builder().build());
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(tracers)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    return new Tracing(sdk, service);
  }

  private static SdkTracerProvider exporting(String service, String instance, URI endpoint) {
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "kindling-" + service,
                        AttributeKey.stringKey("service.instance.id"),
                        instance)));
    String url = endpoint.resolve("/v1/traces").toString();
    return SdkTracerProvider.builder()
        .setResource(resource)
        .addSpanProcessor(
            BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder().setEndpoint(url).build())
                .build())
        .build();
  }

  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  public Tracer tracer() {
    return sdk.getTracer("dev.kindling." + service);
  }

  /**
   * A span of ours that continues a trace; the caller ends it.
   *
   * @param name what is done, such as {@code submit driver}
   * @param kind whom it is done with
   * @param traceparent the W3C trace context to continue; null begins a trace
   */
  public Span span(String name, SpanKind kind, String traceparent) {
    Map<String, String> carrier =
        traceparent == null ? Map.of() : Map.of("traceparent", traceparent);
    Context parent =
        sdk.getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), carrier, MapGetter.INSTANCE);
    return tracer().spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
  }

  private enum MapGetter implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }

  /** Sends what is buffered and ends. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    CompletableResultCode result = sdk.shutdown();
    result.whenComplete(closed::tryComplete);
    return closed.future();
  }
}
