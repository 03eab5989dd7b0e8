package dev.kindling.gateway.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which jobs a caller sees and touches, and with them what belongs to them: those that have all
 * these labels.
 *
 * @param labels none for everything, what belongs to no job included
 */
public record Scope(Map<String, String> labels) {
  public static final Scope EVERYTHING = new Scope(Map.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Scope {
    labels = Map.copyOf(labels);
  }

  @JsonValue
  @Override
  public Map<String, String> labels() {
    return labels;
  }

  public boolean isEverything() {
    return labels.isEmpty();
  }

  /** Whether a job with these labels is within. */
  public boolean covers(Map<String, String> jobLabels) {
    return labels.isEmpty() || jobLabels.entrySet().containsAll(labels.entrySet());
  }

  /** The labels for people, such as {@code env=prod, team=search}. */
  public String words() {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
  }
}
