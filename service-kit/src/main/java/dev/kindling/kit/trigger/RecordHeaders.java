package dev.kindling.kit.trigger;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record's headers as text: names in lower case, the last of several counts. */
public final class RecordHeaders {
  /** Control characters take six bytes each in JSON. */
  static final int MOST_LETTERS = 8_000;

  private static final String ATTRIBUTE = "ce_";

  private final Map<String, String> texts = new TreeMap<>();

  RecordHeaders(ConsumerRecord<String, byte[]> carrier) {
    for (Header header : carrier.headers()) {
      if (header.value() != null) {
        texts.put(
            header.key().toLowerCase(Locale.ROOT),
            new String(header.value(), StandardCharsets.UTF_8));
      }
    }
  }

  /** Whether they are more than is kept of a record beside its value. */
  public static boolean areMany(Map<String, String> texts) {
    return texts.entrySet().stream()
            .mapToInt(one -> one.getKey().length() + one.getValue().length())
            .sum()
        > MOST_LETTERS;
  }

  /** The headers of a record as text. */
  public static Map<String, String> texts(ConsumerRecord<String, byte[]> carrier) {
    return new RecordHeaders(carrier).all();
  }

  /** All of them. */
  Map<String, String> all() {
    return texts;
  }

  /** The value of a header, or null. */
  String get(String name) {
    return texts.get(name);
  }

  /** The media type without its parameters, in lower case; empty where there is none. */
  String contentType() {
    String type = texts.getOrDefault("content-type", "");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The attributes of a CloudEvent in binary mode (Kafka protocol binding 1.0.2, 3.2.3). */
  Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    texts.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            attributes.put(name.substring(ATTRIBUTE.length()), value);
          }
        });
    return attributes;
  }
}
