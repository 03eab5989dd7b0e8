package dev.kindling.gateway.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.http.PageKey;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.DeadLetterEnd;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest dead letters, without their values, and what became of them. Written by the view's
 * thread, read by any.
 */
public final class LetterBook {
  private static final Logger LOG = LoggerFactory.getLogger(LetterBook.class);

  /** Some 10 MB. */
  private static final int MOST = 20_000;

  private final TreeMap<PageKey, LetterEntry> letters = new TreeMap<>();
  private final Map<String, PageKey> places = new HashMap<>();

  /** One record of the journal: a letter, or the end of one. */
  public synchronized void apply(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      JsonNode document = Json.tree(record.value());
      if (document.has("letter")) {
        end(Json.read(record.value(), DeadLetterEnd.class));
      } else {
        add(
            LetterEntry.of(
                record.partition() + "-" + record.offset(),
                Json.read(record.value(), DeadLetter.class)));
      }
    } catch (UncheckedIOException e) {
      LOG.warn("a record of the dead letters cannot be read and is left out: {}", e.toString());
    }
  }

  private void add(LetterEntry letter) {
    letters.put(letter.place(), letter);
    places.put(letter.id(), letter.place());
    if (letters.size() > MOST) {
      places.remove(letters.pollLastEntry().getValue().id());
    }
  }

  private void end(DeadLetterEnd end) {
    PageKey place = places.get(end.letter());
    if (place != null) {
      letters.computeIfPresent(place, (key, letter) -> letter.ended(end));
    }
  }

  /**
   * The trigger that could not use an event.
   *
   * @return empty text where it concerns every trigger of the topic; empty if there is no such
   *     letter
   */
  public Optional<String> trigger(String id) {
    return find(id).map(letter -> letter.trigger() == null ? "" : letter.trigger());
  }

  synchronized Optional<LetterEntry> find(String id) {
    return Optional.ofNullable(places.get(id)).map(letters::get);
  }

  /**
   * Those that match, the newest first, behind {@code after} if given; one more than a page holds.
   */
  synchronized List<LetterEntry> page(Predicate<LetterEntry> filter, PageKey after, int limit) {
    List<LetterEntry> found = new ArrayList<>();
    for (LetterEntry letter : (after == null ? letters : letters.tailMap(after, false)).values()) {
      if (filter.test(letter)) {
        found.add(letter);
        if (found.size() > limit) {
          break;
        }
      }
    }
    return found;
  }
}
