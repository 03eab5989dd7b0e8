package dev.kindling.gateway.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Serves events from outside. */
public final class EventHandlers {
  private final EventLog log;

  public EventHandlers(EventLog log) {
    this.log = log;
  }

  /** Takes all of a request, or none. */
  public Future<Answer> publish(Call call) {
    Intent intent = Intent.of(call);
    List<ObjectNode> events = EventIntake.read(call.headers(), call.bytes());
    return log.append(events, call.traceparent(), intent)
        .map(
            written ->
                intent.mark(
                    Answer.of(
                        202,
                        Map.of(
                            "accepted",
                            events.stream().map(event -> event.path("id").asText()).toList()))));
  }
}
