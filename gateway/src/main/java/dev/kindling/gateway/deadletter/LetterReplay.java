package dev.kindling.gateway.deadletter;

import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.RunStarts;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.gateway.trigger.TriggerProbe;
import dev.kindling.kit.trigger.EventCarrier;
import dev.kindling.kit.trigger.SizedMatch;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.kit.trigger.UnreadableEvent;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.TriggerDefinition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Gives the event of a dead letter to its trigger as it is defined now, or, where no trigger could
 * read it, to each trigger of its topic. The ids of the runs follow from trigger and event, as they
 * did at first: a replay that is repeated, or comes beside the event itself, makes no second run.
 */
public final class LetterReplay {
  private final Vertx vertx;
  private final DefinitionView<TriggerDefinition> triggers;
  private final TriggerProbe probe;
  private final TopicReader topics;
  private final RunStarts starts;
  private final Function<SizedMatch, Future<Void>> waits;

  /**
   * @param waits lets an event wait for its trigger's shape
   */
  public LetterReplay(
      Vertx vertx,
      DefinitionView<TriggerDefinition> triggers,
      TriggerProbe probe,
      TopicReader topics,
      RunStarts starts,
      Function<SizedMatch, Future<Void>> waits) {
    this.vertx = vertx;
    this.triggers = triggers;
    this.probe = probe;
    this.topics = topics;
    this.starts = starts;
    this.waits = waits;
  }

  /** What a letter comes to: runs at once, or events that wait for their trigger's shape. */
  private record Wanted(List<RunRequest.Requested> runs, List<SizedMatch> matches) {}

  /**
   * Asks for the runs, or lets the event wait for its trigger's shape.
   *
   * @param id of the letter
   * @return the ids of the runs; none of what waits. Fails with a problem of 409, and nothing asked
   *     for, if the event still cannot be used
   */
  Future<List<String>> replay(String id, DeadLetter letter, Intent intent) {
    return vertx
        .executeBlocking(() -> decide(id, letter), false)
        .compose(
            wanted -> {
              List<Future<String>> sent = new ArrayList<>();
              for (RunRequest.Requested request : wanted.runs()) {
                sent.add(starts.ask(request, intent).map(Run::id));
              }
              List<Future<?>> all = new ArrayList<>(sent);
              if (!intent.isDry()) {
                wanted.matches().forEach(match -> all.add(waits.apply(match)));
              }
              return Future.all(all).map(done -> sent.stream().map(Future::result).toList());
            });
  }

  private Wanted decide(String id, DeadLetter letter) {
    ConsumerRecord<String, byte[]> carrier = carrier(letter);
    Wanted wanted = new Wanted(new ArrayList<>(), new ArrayList<>());
    for (TriggerDefinition trigger : asked(letter)) {
      try {
        List<TriggerVerdict> verdicts = probe.of(trigger).ask(carrier, id, letter.events());
        for (int i = 0; i < verdicts.size(); i++) {
          // Of the others of a batch the trigger made something at first.
          if (verdicts.size() == 1
              || letter.events().isEmpty()
              || letter.events().contains(i + 1)) {
            add(trigger, verdicts.get(i), wanted);
          }
        }
      } catch (UnreadableEvent e) {
        throw Problems.conflict("It still cannot be read. " + e.getMessage());
      }
    }
    return wanted;
  }

  private static void add(TriggerDefinition trigger, TriggerVerdict verdict, Wanted wanted) {
    if (verdict instanceof TriggerVerdict.Fired fired) {
      wanted.runs().add(fired.request().request());
    } else if (verdict instanceof TriggerVerdict.Matched matched) {
      wanted.matches().add(matched.sized());
    } else if (verdict instanceof TriggerVerdict.Refused refused) {
      throw Problems.conflict(
          "The trigger " + trigger.name() + " still cannot use it. " + refused.reason());
    }
  }

  private List<TriggerDefinition> asked(DeadLetter letter) {
    if (letter.trigger() == null) {
      return triggers.all().stream()
          .filter(trigger -> trigger.spec().listensTo(letter.cluster(), letter.topic()))
          .toList();
    }
    return List.of(
        triggers
            .get(letter.trigger())
            .orElseThrow(
                () ->
                    Problems.conflict(
                        "The trigger "
                            + letter.trigger()
                            + " is there no more: define it, or discard the letter.")));
  }

  /** The record as it was; where the letter has only a part of it, from its own topic. */
  private ConsumerRecord<String, byte[]> carrier(DeadLetter letter) {
    if (letter.cut()) {
      return topics
          .at(letter.cluster(), letter.topic(), letter.partition(), letter.offset())
          .orElseThrow(
              () ->
                  Problems.conflict(
                      "Only a part of the event is kept here, and its topic has it no more: it cannot"
                          + " be replayed."));
    }
    byte[] value =
        letter.valueBase64() == null ? null : Base64.getDecoder().decode(letter.valueBase64());
    Instant time = letter.time() == null ? letter.refusedAt() : letter.time();
    return EventCarrier.of(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        time,
        letter.key(),
        letter.headers(),
        value);
  }
}
