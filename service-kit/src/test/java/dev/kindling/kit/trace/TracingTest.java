package dev.kindling.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.service.CommonConfig;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private static CommonConfig config(Optional<URI> endpoint) {
    return new CommonConfig("127.0.0.1:1", "i", false, "127.0.0.1", 0, 1, 1, endpoint);
  }

  @Test
  void spanShouldContinueTheTraceOfItsCaller() {
    Tracing tracing = Tracing.of("test", config(Optional.empty()));

    Span span = tracing.span("submit driver", SpanKind.CLIENT, TRACEPARENT);

    assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
  }

  @Test
  void closeShouldSendWhatIsBufferedToTheEndpoint() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    Vertx vertx = Vertx.vertx();
    try {
      HttpServer collector =
          vertx
              .createHttpServer()
              .requestHandler(
                  request -> {
                    received.add(request.path());
                    request.response().end();
                  })
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      URI endpoint = URI.create("http://127.0.0.1:" + collector.actualPort());
      Tracing tracing = Tracing.of("test", config(Optional.of(endpoint)));

      tracing.span("submit driver", SpanKind.CLIENT, TRACEPARENT).end();
      tracing.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("/v1/traces");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void logTraceShouldMarkLinesOnlyWhileItIsOpen() {
    try (LogTrace marks = LogTrace.of(TRACEPARENT, "run-1")) {
      assertThat(MDC.get("trace.id")).isEqualTo(TRACE);
      assertThat(MDC.get("run.id")).isEqualTo("run-1");
    }
    assertThat(MDC.get("trace.id")).isNull();
    assertThat(MDC.get("run.id")).isNull();
  }

  @Test
  void logTraceShouldPassOverWhatIsNoTraceContext() {
    try (LogTrace marks = LogTrace.of("nonsense", "run-1")) {
      assertThat(MDC.get("trace.id")).isNull();
    }
  }
}
