package dev.kindling.gateway.deadletter;

import dev.kindling.gateway.http.PageKey;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.DeadLetterEnd;
import java.time.Instant;

/**
 * A dead letter without its value, and what became of it.
 *
 * @param id its place on the journal
 * @param state {@code open}, {@code replayed} or {@code discarded}
 * @param end null while it is open
 */
record LetterEntry(
    String id,
    String state,
    String source,
    String trigger,
    String reason,
    String cluster,
    String topic,
    int partition,
    long offset,
    String key,
    boolean cut,
    Instant refusedAt,
    DeadLetterEnd end) {

  static LetterEntry of(String id, DeadLetter letter) {
    return new LetterEntry(
        id,
        "open",
        letter.source(),
        letter.trigger(),
        letter.reason(),
        letter.cluster(),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.key(),
        letter.cut(),
        letter.refusedAt(),
        null);
  }

  LetterEntry ended(DeadLetterEnd how) {
    return new LetterEntry(
        id,
        how.how() == DeadLetterEnd.How.REPLAYED ? "replayed" : "discarded",
        source,
        trigger,
        reason,
        cluster,
        topic,
        partition,
        offset,
        key,
        cut,
        refusedAt,
        how);
  }

  PageKey place() {
    return new PageKey(refusedAt, id);
  }
}
