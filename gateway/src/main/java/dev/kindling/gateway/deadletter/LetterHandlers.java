package dev.kindling.gateway.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.OneText;
import dev.kindling.gateway.http.PageKey;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.journal.Journal;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.DeadLetterEnd;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Serves dead letters: list, inspect, replay, discard. */
public final class LetterHandlers {
  private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})");
  private static final List<String> STATES = List.of("open", "replayed", "discarded");
  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 500;
  private static final int LONGEST_NAME = 300;

  private final Vertx vertx;
  private final LetterBook book;
  private final TopicReader topics;
  private final LetterReplay replay;
  private final Journal journal;
  private final InstantSource clock;
  private final Function<String, Map<String, String>> labels;

  /**
   * @param labels of the job of a trigger, by the trigger's name
   */
  public LetterHandlers(
      Vertx vertx,
      LetterBook book,
      TopicReader topics,
      LetterReplay replay,
      Journal journal,
      InstantSource clock,
      Function<String, Map<String, String>> labels) {
    this.vertx = vertx;
    this.book = book;
    this.topics = topics;
    this.replay = replay;
    this.journal = journal;
    this.clock = clock;
    this.labels = labels;
  }

  /** A page of them; {@code next} is null on the last one. */
  private record Letters(List<LetterEntry> items, String next) {}

  public Future<Answer> list(Call call) {
    Query query = new Query(call);
    String state = query.oneOf("state", STATES).orElse(null);
    String trigger = query.text("trigger", LONGEST_NAME).orElse(null);
    String topic = query.text("topic", LONGEST_NAME).orElse(null);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    PageKey after =
        query
            .parsed("cursor", "must be the \"next\" of an earlier page.", PageKey::ofCursor)
            .orElse(null);
    query.end();
    List<LetterEntry> found =
        book.page(
            letter ->
                call.caller().sees(labels.apply(Objects.requireNonNullElse(letter.trigger(), "")))
                    && (state == null || state.equals(letter.state()))
                    && (trigger == null || trigger.equals(letter.trigger()))
                    && (topic == null || topic.equals(letter.topic())),
            after,
            limit);
    boolean more = found.size() > limit;
    List<LetterEntry> items = more ? found.subList(0, limit) : found;
    return Future.succeededFuture(
        Answer.ok(new Letters(items, more ? items.get(limit - 1).place().cursor() : null)));
  }

  /** One, with the value and the headers of its record. */
  public Future<Answer> get(Call call) {
    new Query(call).end();
    LetterEntry entry = find(call);
    return read(entry)
        .map(
            letter -> {
              ObjectNode document = Json.mapper().valueToTree(entry);
              document.set("headers", Json.tree(letter.headers()));
              if (letter.valueBase64() != null) {
                document.put("valueBase64", letter.valueBase64());
              }
              return Answer.ok(document);
            });
  }

  /** Gives the event to its trigger once more; done once. */
  public Future<Answer> replay(Call call) {
    Intent intent = Intent.of(call);
    LetterEntry entry = find(call);
    if (!entry.state().equals("open")) {
      // The run of long ago may have left the table, and would be a second one.
      return Future.failedFuture(
          Problems.conflict(
              "The dead letter "
                  + entry.id()
                  + " was "
                  + entry.state()
                  + " at "
                  + entry.end().at()
                  + (entry.end().runs().isEmpty()
                      ? "."
                      : ", which made run " + entry.end().runs().get(0) + ".")));
    }
    return read(entry)
        .compose(letter -> replay.replay(entry.id(), letter, intent))
        .compose(
            runs -> end(entry, DeadLetterEnd.How.REPLAYED, runs, call.principal(), null, intent));
  }

  /** Nobody will come back to it. */
  public Future<Answer> discard(Call call) {
    Intent intent = Intent.of(call);
    LetterEntry entry = find(call);
    String reason = OneText.of(call.optionalBody(), "reason");
    return end(entry, DeadLetterEnd.How.DISCARDED, List.of(), call.principal(), reason, intent);
  }

  private Future<Answer> end(
      LetterEntry entry,
      DeadLetterEnd.How how,
      List<String> runs,
      String by,
      String reason,
      Intent intent) {
    DeadLetterEnd end = new DeadLetterEnd(entry.id(), how, runs, by, reason, clock.instant());
    if (intent.isDry()) {
      return Future.succeededFuture(intent.mark(Answer.ok(entry.ended(end))));
    }
    return journal
        .send(KindlingTopics.DEAD_LETTERS.name(), entry.source(), end, null)
        .map(written -> Answer.ok(entry.ended(end)));
  }

  private LetterEntry find(Call call) {
    String id = call.path("id");
    return book.find(id)
        .orElseThrow(() -> Problems.notFound("There is no dead letter " + id + "."));
  }

  private Future<DeadLetter> read(LetterEntry entry) {
    Matcher place = ID.matcher(entry.id());
    if (!place.matches()) {
      throw new IllegalStateException("no id of a letter: " + entry.id());
    }
    int partition = Integer.parseInt(place.group(1));
    long offset = Long.parseLong(place.group(2));
    return vertx.executeBlocking(
        () ->
            topics
                .at(null, KindlingTopics.DEAD_LETTERS.name(), partition, offset)
                .map(ConsumerRecord::value)
                .map(value -> Json.read(value, DeadLetter.class))
                .orElseThrow(
                    () ->
                        Problems.notFound("The dead letter " + entry.id() + " is there no more.")),
        false);
  }
}
