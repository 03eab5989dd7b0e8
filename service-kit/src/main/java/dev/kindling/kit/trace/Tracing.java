package dev.kindling.kit.trace;

import dev.kindling.kit.service.CommonConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;

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

  /** Sends what is buffered and ends. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    CompletableResultCode result = sdk.shutdown();
    result.whenComplete(closed::tryComplete);
    return closed.future();
  }
}
