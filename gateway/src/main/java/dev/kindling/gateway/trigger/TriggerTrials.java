package dev.kindling.gateway.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.SpecReader;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.kit.trigger.EventCarrier;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.kit.trigger.UnreadableEvent;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tries triggers on events without starting anything: whether they match, and why not, and which
 * run would start. It is the scheduler's own code that decides. A pause counts for nothing here.
 */
public final class TriggerTrials {
  private static final int MOST_LAST = 100;
  private static final int MOST_TOPICS = 20;

  private final Vertx vertx;
  private final DefinitionKind<TriggerSpec, TriggerDefinition> kind;
  private final DefinitionView<TriggerDefinition> triggers;
  private final TriggerProbe probe;
  private final TopicReader recent;
  private final InstantSource clock;

  public TriggerTrials(
      Vertx vertx,
      DefinitionKind<TriggerSpec, TriggerDefinition> kind,
      DefinitionView<TriggerDefinition> triggers,
      TriggerProbe probe,
      TopicReader recent,
      InstantSource clock) {
    this.vertx = vertx;
    this.kind = kind;
    this.triggers = triggers;
    this.probe = probe;
    this.recent = recent;
    this.clock = clock;
  }

  /** Tries a trigger that is saved. */
  public Future<Answer> saved(Call call) {
    new Query(call).end();
    String name = call.path("name");
    TriggerSpec spec =
        triggers
            .get(name)
            .orElseThrow(() -> Problems.notFound("There is no trigger " + name + "."))
            .spec();
    TriggerTrial trial = trial(call, call.body());
    return vertx.executeBlocking(() -> answer(name, spec, trial), false);
  }

  /** Tries one that is not; the body has the trigger beside what it is tried on. */
  public Future<Answer> unsaved(Call call) {
    new Query(call).end();
    ObjectNode body = call.body();
    JsonNode trigger = body.remove("trigger");
    if (!(trigger instanceof ObjectNode written)) {
      throw Problems.invalid("trigger", "is missing: give the trigger as it would be saved.");
    }
    TriggerTrial trial = trial(call, body);
    return vertx.executeBlocking(
        () -> answer("test", SpecReader.read(written, kind), trial), false);
  }

  private static TriggerTrial trial(Call call, ObjectNode body) {
    TriggerTrial trial = SpecReader.read(body, TriggerTrial.class, TriggerTrials::problems);
    if (trial.last() != null && !call.caller().scope().isEverything()) {
      // A topic's events are everybody's, and the answer would show them.
      throw Problems.forbidden(
          "The last events of a topic may be of other teams: try the trigger on a sample, event.");
    }
    return trial;
  }

  private static List<FieldProblem> problems(TriggerTrial trial) {
    List<FieldProblem> problems = new ArrayList<>();
    if ((trial.event() == null) == (trial.last() == null)) {
      problems.add(
          new FieldProblem(
              "event",
              "or last must be given, and not both: a sample, or how many of the last events."));
    }
    if (trial.event() != null && trial.event().value() == null) {
      problems.add(new FieldProblem("event/value", "is missing: give what the event says."));
    }
    if (trial.last() != null && (trial.last() < 1 || trial.last() > MOST_LAST)) {
      problems.add(new FieldProblem("last", "must be from 1 to " + MOST_LAST + "."));
    }
    return problems;
  }

  private Answer answer(String name, TriggerSpec spec, TriggerTrial trial) {
    TriggerDefinition trigger = new TriggerDefinition(name, 1, spec, clock.instant(), null);
    List<ConsumerRecord<String, byte[]>> carriers =
        trial.event() == null
            ? last(spec, trial.last())
            : List.of(sample(topic(spec, trial.event()), trial.event()));
    TriggerProbe.Asked asked = probe.of(trigger);
    List<TriedEvent> tried = new ArrayList<>();
    carriers.forEach(carrier -> tried.addAll(tried(asked, carrier)));
    return Answer.ok(Map.of("items", tried));
  }

  /** The last events of all topics of a trigger, the latest first. */
  private List<ConsumerRecord<String, byte[]>> last(TriggerSpec spec, int most) {
    List<String> topics =
        spec.topicPattern() == null
            ? spec.topic()
            : recent.topics(spec.cluster()).stream()
                .filter(topic -> spec.listensTo(spec.cluster(), topic))
                .sorted()
                .limit(MOST_TOPICS)
                .toList();
    return topics.stream()
        .flatMap(topic -> recent.last(spec.cluster(), topic, most).stream())
        .sorted(
            Comparator.comparingLong((ConsumerRecord<String, byte[]> one) -> one.timestamp())
                .reversed())
        .limit(most)
        .toList();
  }

  private static String topic(TriggerSpec spec, TriggerTrial.Sample sample) {
    if (sample.topic() != null) {
      return sample.topic();
    }
    return spec.topic().isEmpty() ? "sample" : spec.topic().get(0);
  }

  private static List<TriedEvent> tried(
      TriggerProbe.Asked trigger, ConsumerRecord<String, byte[]> carrier) {
    try {
      return trigger.ask(carrier, null, List.of()).stream()
          .map(verdict -> told(trigger, carrier, verdict))
          .toList();
    } catch (UnreadableEvent e) {
      return List.of(TriedEvent.without(carrier, "unreadable", e.getMessage()));
    }
  }

  private static TriedEvent told(
      TriggerProbe.Asked trigger, ConsumerRecord<String, byte[]> carrier, TriggerVerdict verdict) {
    if (!(verdict instanceof TriggerVerdict.Matched matched)) {
      return TriedEvent.of(carrier, verdict);
    }
    Map<String, String> keys = trigger.keys(matched.sized().match());
    // What a join takes of its other kinds is not there yet.
    return trigger.joins()
        ? TriedEvent.joined(carrier, keys)
        : TriedEvent.matched(carrier, trigger.alone(matched.sized().match()), keys);
  }

  /** A record that stands nowhere. */
  private ConsumerRecord<String, byte[]> sample(String topic, TriggerTrial.Sample sample) {
    byte[] value =
        sample.value().isTextual()
            ? sample.value().asText().getBytes(StandardCharsets.UTF_8)
            : Json.bytes(sample.value());
    return EventCarrier.of(topic, 0, -1, clock.instant(), sample.key(), sample.headers(), value);
  }
}
