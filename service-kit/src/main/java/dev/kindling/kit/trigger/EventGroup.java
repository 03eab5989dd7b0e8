package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.EventScope;
import dev.kindling.kit.expression.GroupScope;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.trigger.TriggerMatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that are to become one run.
 *
 * @param events at least one, the oldest first
 * @param joined the same by the names of their kinds; empty where the trigger joins none
 */
public record EventGroup(List<TriggerMatch> events, Map<String, TriggerMatch> joined) {
  public EventGroup {
    events = List.copyOf(events);
    joined = Map.copyOf(joined);
  }

  /** One event alone. */
  public static EventGroup of(TriggerMatch event) {
    return new EventGroup(List.of(event), Map.of());
  }

  /** Some of the events, where nothing is joined. */
  public EventGroup part(int from, int to) {
    return new EventGroup(events.subList(from, to), Map.of());
  }

  /** The last event, which stands for the group where one must. */
  public TriggerMatch last() {
    return events.get(events.size() - 1);
  }

  GroupScope scope() {
    Map<String, EventScope> scopes = new LinkedHashMap<>();
    events.forEach(event -> scopes.put(event.recordKey(), Matches.scope(event)));
    Map<String, EventScope> kinds = new LinkedHashMap<>();
    joined.forEach((kind, event) -> kinds.put(kind, scopes.get(event.recordKey())));
    return GroupScope.of(List.copyOf(scopes.values()), kinds);
  }

  /** The id follows from the events, so that whoever asks for the run twice asks for one. */
  String runId(String trigger) {
    return events.size() == 1
        ? last().runId()
        : RunIds.ofEvents(trigger, events.stream().map(TriggerMatch::runId).toList());
  }

  String shownAs() {
    return events.size() == 1
        ? last().shownAs()
        : events.size() + " events, the last is " + last().shownAs();
  }

  String traceparent() {
    return last().traceparent();
  }
}
