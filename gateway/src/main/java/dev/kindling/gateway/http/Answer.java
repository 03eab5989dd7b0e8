package dev.kindling.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an operation answers.
 *
 * @param status the HTTP status
 * @param headers beside those that every answer has; never null
 * @param body a value that is written as JSON, bytes that are JSON already and that nobody changes
 *     any more, or a {@link BodyStream}; null for no body
 */
public record Answer(int status, Map<String, String> headers, Object body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer of(int status, Object body) {
    return new Answer(status, Map.of(), body);
  }

  public static Answer ok(Object body) {
    return of(200, body);
  }

  public static Answer noContent() {
    return of(204, null);
  }

  /** The same answer with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, all, body);
  }
}
