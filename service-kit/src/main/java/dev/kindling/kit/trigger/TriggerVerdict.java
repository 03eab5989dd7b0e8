package dev.kindling.kit.trigger;

import dev.kindling.kit.eventfile.EventFile;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.request.SizedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a trigger makes of an event. */
public sealed interface TriggerVerdict {
  /**
   * A run is asked for.
   *
   * @param file to be written with the request, which names it; empty for none
   */
  record Fired(SizedRequest request, Optional<EventFile> file) implements TriggerVerdict {
    /** All that is to be written in one transaction: the file, then the request that names it. */
    public List<ProducerRecord<String, byte[]>> records() {
      List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
      file.ifPresent(some -> records.addAll(some.records()));
      records.add(request.toRecord());
      return records;
    }
  }

  /** It waits for what the trigger's shape says. */
  record Matched(SizedMatch sized) implements TriggerVerdict {}

  /** The filter does not match. */
  record Filtered() implements TriggerVerdict {}

  /** The trigger is paused. */
  record Paused() implements TriggerVerdict {}

  /**
   * It matches but cannot become a run.
   *
   * @param reason what is wrong, a full sentence
   * @param tooLarge whether it is only too much for one request
   */
  record Refused(String reason, boolean tooLarge) implements TriggerVerdict {
    public Refused(String reason) {
      this(reason, false);
    }
  }

  /** That an expression has no value for an event. */
  static Refused noValue(ExpressionException why) {
    return new Refused(
        why.isTooMuch()
            ? why.getMessage()
            : why.getMessage() + " Where a value may be missing, ask with has(…) or .orValue(…).",
        why.isTooMuch());
  }
}
