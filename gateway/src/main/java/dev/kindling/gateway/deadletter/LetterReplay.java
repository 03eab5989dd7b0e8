package dev.kindling.gateway.deadletter;

import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.RunStarts;
import dev.kindling.gateway.topic.EventCarrier;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.gateway.trigger.TriggerProbe;
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

  public LetterReplay(
      Vertx vertx,
      DefinitionView<TriggerDefinition> triggers,
      TriggerProbe probe,
      TopicReader topics,
      RunStarts starts) {
    this.vertx = vertx;
    this.triggers = triggers;
    this.probe = probe;
    this.topics = topics;
    this.starts = starts;
  }

  /**
   * Asks for the runs.
   *
   * @return their ids; fails with a problem of 409, and nothing asked for, if the event still
   *     cannot be used
   */
  Future<List<String>> replay(DeadLetter letter) {
    return vertx
        .executeBlocking(() -> decide(letter), false)
        .compose(
            all -> {
              List<Future<String>> sent = new ArrayList<>();
              for (RunRequest.Requested request : all) {
                sent.add(starts.ask(request).map(Run::id));
              }
              return Future.all(sent).map(done -> sent.stream().map(Future::result).toList());
            });
  }

  private List<RunRequest.Requested> decide(DeadLetter letter) {
    ConsumerRecord<String, byte[]> carrier = carrier(letter);
    List<RunRequest.Requested> all = new ArrayList<>();
    for (TriggerDefinition trigger : asked(letter)) {
      try {
        List<TriggerVerdict> verdicts = probe.ask(trigger, carrier);
        for (int i = 0; i < verdicts.size(); i++) {
          TriggerVerdict verdict = verdicts.get(i);
          if (!letter.events().isEmpty() && !letter.events().contains(i + 1)) {
            // The trigger made something of this one at first.
            continue;
          }
          if (verdict instanceof TriggerVerdict.Fired fired) {
            all.add(fired.request().request());
          } else if (verdict instanceof TriggerVerdict.Refused refused) {
            throw Problems.conflict(
                "The trigger " + trigger.name() + " still cannot use it. " + refused.reason());
          }
        }
      } catch (UnreadableEvent e) {
        throw Problems.conflict("It still cannot be read. " + e.getMessage());
      }
    }
    return all;
  }

  private List<TriggerDefinition> asked(DeadLetter letter) {
    if (letter.trigger() == null) {
      return triggers.all().stream()
          .filter(trigger -> trigger.spec().topic().equals(letter.topic()))
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
          .at(letter.topic(), letter.partition(), letter.offset())
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
