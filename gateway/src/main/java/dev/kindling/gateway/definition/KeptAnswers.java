package dev.kindling.gateway.definition;

import dev.kindling.gateway.http.Answer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Answers to reads of definitions, as they were written, for as long as the definition is the same
 * object of the view: writing one out as JSON is most of what a read costs. Thread-safe, and
 * bounded: where there are more, all are forgotten and those that are read come back.
 */
final class KeptAnswers<D> {
  private static final int MOST = 10_000;

  private final ConcurrentMap<String, Kept<D>> kept = new ConcurrentHashMap<>();

  private record Kept<D>(D definition, Answer answer) {}

  /**
   * The answer to a read.
   *
   * @param write makes it, with a body of bytes
   */
  Answer of(String name, D definition, Function<D, Answer> write) {
    Kept<D> before = kept.get(name);
    // The same object, not an equal one: nothing is compared field by field.
    if (before != null && before.definition == definition) {
      return before.answer;
    }
    Answer answer = write.apply(definition);
    if (kept.size() >= MOST) {
      kept.clear();
    }
    kept.put(name, new Kept<>(definition, answer));
    return answer;
  }
}
