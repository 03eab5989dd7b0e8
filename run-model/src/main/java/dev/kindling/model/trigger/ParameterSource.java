package dev.kindling.model.trigger;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where the value of a run's parameter comes from: exactly one of the two is given.
 *
 * @param from an {@link EventPath}: the value that stands there in the event; else null
 * @param value this very value, any JSON, JSON's null included; else null
 */
public record ParameterSource(String from, JsonNode value) {
  /** The value at a path of the event. */
  public static ParameterSource from(String path) {
    return new ParameterSource(path, null);
  }

  /** The same value for every event. */
  public static ParameterSource value(JsonNode value) {
    return new ParameterSource(null, value);
  }
}
