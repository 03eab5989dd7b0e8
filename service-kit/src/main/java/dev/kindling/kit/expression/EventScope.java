package dev.kindling.kit.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * An event as expressions see it; made once for all expressions that look at it. Immutable.
 *
 * <ul>
 *   <li>{@code event}: the context attributes of a CloudEvent, extensions included; empty for plain
 *       JSON,
 *   <li>{@code data}: what it says; the whole document where it is plain JSON,
 *   <li>{@code topic}, {@code partition}, {@code offset}, {@code key}, {@code headers}, {@code
 *       time}: the Kafka record that carried it. A record without a key has an empty one.
 * </ul>
 */
public final class EventScope implements Scope {
  private final Map<String, Object> variables;

  private EventScope(Map<String, Object> variables) {
    this.variables = variables;
  }

  /**
   * Makes it.
   *
   * @param attributes an object
   * @param data any JSON; missing for none
   * @param key null for none
   */
  public static EventScope of(
      JsonNode attributes,
      JsonNode data,
      String topic,
      int partition,
      long offset,
      String key,
      Map<String, String> headers,
      Instant time) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("event", CelValues.fromJson(attributes));
    variables.put("data", CelValues.fromJson(data));
    variables.put("topic", topic);
    variables.put("partition", (long) partition);
    variables.put("offset", offset);
    variables.put("key", key == null ? "" : key);
    variables.put("headers", headers);
    variables.put("time", time);
    return new EventScope(variables);
  }

  @Override
  public Map<String, Object> variables() {
    return variables;
  }
}
