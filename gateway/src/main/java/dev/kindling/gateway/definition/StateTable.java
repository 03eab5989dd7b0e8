package dev.kindling.gateway.definition;

import dev.kindling.model.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an owner has written about each definition of a kind, as its table has it right now. Kept as
 * bytes: there may be a hundred thousand, and one is looked at now and then. Written by the view's
 * thread, read by any.
 */
public final class StateTable<S> {
  private final Class<S> type;
  private final Map<String, byte[]> states = new ConcurrentHashMap<>();

  public StateTable(Class<S> type) {
    this.type = type;
  }

  /** One record of the table; a null value means that the definition is gone. */
  public void apply(String name, byte[] value) {
    if (name == null || name.contains("/")) {
      // What an owner remembers beside the state, under keys that no definition can have.
      return;
    }
    if (value == null) {
      states.remove(name);
    } else {
      states.put(name, value);
    }
  }

  /** The state of a definition, if anybody has written one. */
  public Optional<S> find(String name) {
    return Optional.ofNullable(states.get(name)).map(bytes -> Json.read(bytes, type));
  }
}
