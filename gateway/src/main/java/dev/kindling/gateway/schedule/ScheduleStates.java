package dev.kindling.gateway.schedule;

import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.ScheduleState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has been decided for each schedule, as {@code kindling.schedule-state} has it right now.
 * Kept as bytes: there may be a hundred thousand, and one is looked at now and then. Written by the
 * view's thread, read by any.
 */
public final class ScheduleStates {
  private final Map<String, byte[]> states = new ConcurrentHashMap<>();

  /** One record of the table; a null value means that the schedule is gone. */
  public void apply(String name, byte[] value) {
    if (name == null) {
      return;
    }
    if (value == null) {
      states.remove(name);
    } else {
      states.put(name, value);
    }
  }

  Optional<ScheduleState> find(String name) {
    return Optional.ofNullable(states.get(name))
        .map(bytes -> Json.read(bytes, ScheduleState.class));
  }
}
