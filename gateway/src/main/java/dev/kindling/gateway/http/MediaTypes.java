package dev.kindling.gateway.http;

import dev.kindling.gateway.problem.Problems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.ParsedHeaderValues;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/**
 * What may come in and go out: JSON. vertx-openapi answers an unknown content type with 400 and
 * does not look at {@code Accept} at all (vert-x3/vertx-web#2933), so both are looked at here.
 */
final class MediaTypes {
  private MediaTypes() {}

  /** Refuses a request that would not accept the answer, or whose body is not JSON. */
  static void check(RoutingContext context, boolean hasBody) {
    ParsedHeaderValues headers = context.parsedHeaders();
    if (!acceptsJson(headers.accept())) {
      throw Problems.notAcceptable();
    }
    if (hasBody && !isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
      throw Problems.unsupportedMediaType(
          "The body must be JSON: send it with Content-Type: application/json.");
    }
  }

  private static boolean acceptsJson(List<MIMEHeader> accepted) {
    return accepted.isEmpty() || accepted.stream().anyMatch(MediaTypes::matchesJson);
  }

  private static boolean matchesJson(MIMEHeader range) {
    String type = range.component().toLowerCase(Locale.ROOT);
    String subtype = range.subComponent().toLowerCase(Locale.ROOT);
    return range.weight() > 0
        && (type.equals("*") || type.equals("application"))
        && (subtype.equals("*") || subtype.equals("json"));
  }

  private static boolean isJson(String contentType) {
    if (contentType == null) {
      return false;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", 2);
    // RFC 8259: JSON is UTF-8; a charset that says otherwise would be read wrongly.
    boolean otherCharset =
        parts.length == 2 && parts[1].contains("charset") && !parts[1].contains("utf-8");
    return parts[0].strip().equals("application/json") && !otherCharset;
  }
}
