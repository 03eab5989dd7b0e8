package dev.kindling.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One request as an operation sees it. Used on the request's event loop only. */
public final class Call {
  private final RoutingContext context;
  private final RequestSpan span;
  private Optional<Caller> caller = Optional.empty();
  private ObjectNode body;

  Call(RoutingContext context, RequestSpan span) {
    this.context = context;
    this.span = span;
  }

  void admit(Optional<Caller> known) {
    caller = known;
  }

  /** A parameter of the path; the contract says that it is there. */
  public String path(String name) {
    return context.pathParam(name);
  }

  /** The query, to be read through {@link Query}. */
  public MultiMap query() {
    return context.queryParams();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /**
   * The last event of an earlier stream that the reader has, read by the stream's own form of ids.
   */
  public <T> Optional<T> lastEventId(Function<String, T> form) {
    try {
      return header("Last-Event-ID").filter(id -> !id.isBlank()).map(form);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("Last-Event-ID", "must be the id of an event of an earlier stream.");
    }
  }

  /** The body, which must be a JSON object. */
  public ObjectNode body() {
    if (body == null) {
      body = JsonBody.required(bytes());
    }
    return body;
  }

  /** The body, which must be an object, in JSON or, by its content type, in YAML. */
  public ObjectNode yamlOrJson() {
    String type = header("Content-Type").orElse("");
    return MediaTypes.is(MediaTypes.YAML, type) ? YamlBody.object(bytes()) : body();
  }

  /** The body, which must be a JSON object if there is one. */
  public ObjectNode optionalBody() {
    return JsonBody.optional(bytes());
  }

  /** The body if it is iCalendar. */
  public Optional<String> calendar() {
    return header("Content-Type")
            .filter(type -> MediaTypes.is(MediaTypes.CALENDAR, type))
            .isPresent()
        ? Optional.of(new String(bytes(), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** By the headers too: a body of a type that nobody reads, such as a form, is not kept. */
  boolean hasBody() {
    return (context.body() != null && context.body().length() > 0)
        || context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || !header("Content-Length").orElse("0").equals("0");
  }

  /**
   * Who asks.
   *
   * @throws IllegalStateException in an operation that is anyone's
   */
  public Caller caller() {
    return caller.orElseThrow(() -> new IllegalStateException("nobody was asked who they are"));
  }

  /** Who asks, where we asked. */
  Optional<Caller> knownCaller() {
    return caller;
  }

  /** The name of who asks, as it stands in what they change. */
  public String principal() {
    return caller().name();
  }

  boolean isPut() {
    return HttpMethod.PUT.equals(context.request().method());
  }

  /** The W3C trace context of this request, for what follows from it. */
  public String traceparent() {
    return span.traceparent();
  }

  /** All headers, names in lower case; of one that came twice, the first. */
  public Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    context
        .request()
        .headers()
        .forEach(one -> headers.putIfAbsent(one.getKey().toLowerCase(Locale.ROOT), one.getValue()));
    return headers;
  }

  /**
   * The body as it comes, paused; of an operation whose body the contract leaves to it. A client
   * that waits to be asked for it is.
   */
  public ReadStream<Buffer> stream() {
    if (context.response().closed()) {
      throw Problems.invalid("", "The sender has gone.");
    }
    if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
      context.response().writeContinue();
    }
    return context.request();
  }

  /** The body as it came. */
  public byte[] bytes() {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }
}
