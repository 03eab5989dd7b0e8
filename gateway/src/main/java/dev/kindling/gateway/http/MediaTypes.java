package dev.kindling.gateway.http;

import dev.kindling.gateway.problem.Problems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What may come in and go out: JSON, and what else an operation takes. vertx-openapi answers an
 * unknown content type with 400 and does not look at {@code Accept} at all
 * (vert-x3/vertx-web#2933), so both are looked at here.
 */
final class MediaTypes {
  private static final String JSON = Answers.JSON;

  /** iCalendar, RFC 5545. */
  static final String CALENDAR = "text/calendar";

  /** RFC 9512. */
  static final String YAML = "application/yaml";

  /** Whatever the sender calls it. */
  private static final String ANY = "*/*";

  private MediaTypes() {}

  /**
   * Refuses a request that would not accept the answer, or whose body is of no type that is taken.
   *
   * @param taken types beside JSON
   * @param given types beside JSON
   */
  static void check(RoutingContext context, boolean hasBody, Set<String> taken, Set<String> given) {
    if (!acceptsJson(context)) {
      List<MIMEHeader> accepted = context.parsedHeaders().accept();
      if (given.stream().noneMatch(type -> accepts(accepted, type))) {
        throw Problems.notAcceptable(given);
      }
    }
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (hasBody
        && !is(JSON, type)
        && !taken.contains(ANY)
        && taken.stream().noneMatch(one -> is(one, type))) {
      throw Problems.unsupportedMediaType(wanted(taken));
    }
  }

  /** Most clients say nothing, or that they take anything; to parse the others takes its time. */
  private static boolean acceptsJson(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept == null
        || accept.equals(ANY)
        || accept.equals(JSON)
        || accepts(context.parsedHeaders().accept(), JSON);
  }

  private static String wanted(Set<String> taken) {
    return "The body must be JSON: send it with Content-Type: application/json"
        + (taken.contains(YAML) ? "; or YAML, with " + YAML : "")
        + (taken.contains(CALENDAR) ? "; or iCalendar, with " + CALENDAR : "")
        + ".";
  }

  static boolean accepts(List<MIMEHeader> accepted, String type) {
    String[] parts = type.split("/", 2);
    return accepted.isEmpty()
        || accepted.stream().anyMatch(range -> matches(range, parts[0], parts[1]));
  }

  private static boolean matches(MIMEHeader range, String wantedType, String wantedSubtype) {
    String type = range.component().toLowerCase(Locale.ROOT);
    String subtype = range.subComponent().toLowerCase(Locale.ROOT);
    return range.weight() > 0
        && (type.equals("*") || type.equals(wantedType))
        && (subtype.equals("*") || subtype.equals(wantedSubtype));
  }

  static boolean is(String wanted, String contentType) {
    if (contentType == null) {
      return false;
    }
    if (contentType.equals(wanted)) {
      return true;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", 2);
    // RFC 8259: JSON is UTF-8, and so is iCalendar unless it says otherwise (RFC 5545 §3.1.4); a
    // charset that does would be read wrongly.
    boolean otherCharset =
        parts.length == 2 && parts[1].contains("charset") && !parts[1].contains("utf-8");
    return parts[0].strip().equals(wanted) && !otherCharset;
  }
}
