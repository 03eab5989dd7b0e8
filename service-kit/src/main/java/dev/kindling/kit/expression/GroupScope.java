package dev.kindling.kit.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several events that become one run, as expressions see them: the variables of an {@link
 * EventScope} are those of the last event, and beside them
 *
 * <ul>
 *   <li>{@code events}: each event, the oldest first, as a map with the variables of its own scope,
 *   <li>{@code joined}: the same by the name of its kind, where the trigger joins kinds of events;
 *       else empty.
 * </ul>
 *
 * <p>Immutable.
 */
public final class GroupScope implements Scope {
  private final Map<String, Object> variables;

  private GroupScope(Map<String, Object> variables) {
    this.variables = variables;
  }

  /**
   * Makes it.
   *
   * @param events at least one, the oldest first
   * @param joined by the name of their kind; empty where there are none
   */
  public static GroupScope of(List<EventScope> events, Map<String, EventScope> joined) {
    Map<String, Object> variables = new HashMap<>(events.get(events.size() - 1).variables());
    variables.put("events", events.stream().map(EventScope::variables).toList());
    Map<String, Object> kinds = new HashMap<>();
    joined.forEach((kind, event) -> kinds.put(kind, event.variables()));
    variables.put("joined", kinds);
    return new GroupScope(variables);
  }

  @Override
  public Map<String, Object> variables() {
    return variables;
  }
}
