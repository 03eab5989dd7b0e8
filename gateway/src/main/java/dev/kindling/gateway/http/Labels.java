package dev.kindling.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Labels as a query has them: {@code team=search,env=prod}. */
public final class Labels {
  private Labels() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they are not of this form
   */
  public static Map<String, String> parse(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : text.split(",", -1)) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("no label");
      }
      labels.put(label.substring(0, equals).strip(), label.substring(equals + 1).strip());
    }
    return labels;
  }
}
