package dev.kindling.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One text or several, which the contract writes as a string or an array of strings; the one kind
 * of schema of which the generator makes no class that compiles.
 *
 * @param all never empty
 */
public record OneOrMany(List<String> all) {
  public OneOrMany {
    all = List.copyOf(all);
  }

  /** These texts, in this order. */
  public static OneOrMany of(String... texts) {
    return new OneOrMany(List.of(texts));
  }

  /** Reads either form. */
  @JsonCreator
  public static OneOrMany of(JsonNode json) {
    List<String> all = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(text -> all.add(text.asText()));
    } else {
      all.add(json.asText());
    }
    return new OneOrMany(all);
  }

  /** As the contract writes it. */
  @JsonValue
  public Object json() {
    return all.size() == 1 ? all.get(0) : all;
  }

  /** What generated classes ask of what they consist of; such a text stands in bodies only. */
  public String toUrlQueryString(String prefix) {
    return prefix + "=" + String.join(",", all);
  }
}
