package dev.kindling.gateway.http;

import dev.kindling.model.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes pages of things that have a name, which never changes: a page that begins behind one shows
 * everything behind it exactly once, whatever was written meanwhile.
 *
 * @param name of a thing
 * @param text what a person wrote of it, as it is searched through
 * @param labels of the job that it belongs to; empty where it belongs to none
 */
public record NamedPages<T>(
    Function<T, String> name,
    Function<T, Object> text,
    Function<T, Optional<Map<String, String>>> labels) {
  private static final int DEFAULT_LIMIT = 1_000;
  private static final int LARGEST_LIMIT = 10_000;
  private static final int LONGEST_TEXT = 200;
  private static final List<String> SORTS = List.of("name", "-name");

  /** One page. */
  public record Page<T>(List<T> items, String next) {}

  /** Of things that belong to no job. */
  public static <T> NamedPages<T> of(Function<T, String> name, Function<T, Object> text) {
    return new NamedPages<>(name, text, one -> Optional.empty());
  }

  /**
   * Reads the whole query of a call, and makes its page.
   *
   * @param byName those that the caller may see, by name
   * @param shown as the API shows them
   */
  public <R> Page<R> page(Call call, List<T> byName, Function<T, R> shown) {
    Query query = new Query(call);
    Map<String, String> wanted =
        query
            .parsed("label", "must be name=value, with commas between.", Labels::parse)
            .orElse(Map.of());
    String words = query.text("text", LONGEST_TEXT).orElse("").toLowerCase(Locale.ROOT);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    Optional<String> after = query.text("cursor", LONGEST_TEXT);
    boolean down = query.oneOf("sort", SORTS).orElse("name").equals("-name");
    query.end();
    List<T> found =
        ordered(byName, down).stream()
            .filter(one -> after.isEmpty() || isBehind(one, after.get(), down))
            .filter(
                one -> labels.apply(one).orElse(Map.of()).entrySet().containsAll(wanted.entrySet()))
            .filter(one -> words.isEmpty() || says(one, words))
            .limit(limit + 1L)
            .toList();
    boolean last = found.size() <= limit;
    return new Page<>(
        found.stream().limit(limit).map(shown).toList(),
        last ? null : name.apply(found.get(limit - 1)));
  }

  private static <T> List<T> ordered(List<T> byName, boolean down) {
    if (!down) {
      return byName;
    }
    List<T> reversed = new ArrayList<>(byName);
    Collections.reverse(reversed);
    return reversed;
  }

  private boolean isBehind(T one, String cursor, boolean down) {
    int order = name.apply(one).compareTo(cursor);
    return down ? order < 0 : order > 0;
  }

  /** Whether the text stands anywhere in what a person wrote. */
  private boolean says(T one, String words) {
    return name.apply(one).contains(words)
        || Json.text(text.apply(one)).toLowerCase(Locale.ROOT).contains(words);
  }
}
