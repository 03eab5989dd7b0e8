package dev.kindling.gateway.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a trigger is to be tried on: a sample, or the last events of its topic.
 *
 * @param event a sample; null for the last events
 * @param last how many of the last events; null for a sample
 */
record TriggerTrial(Sample event, Integer last) {
  /**
   * An event that somebody makes up.
   *
   * @param topic of its record; null for the first that the trigger names
   * @param key of its record; null for none
   * @param headers of its record, by name; null for none
   * @param value of its record: text as it is, any other JSON as JSON
   */
  record Sample(String topic, String key, Map<String, String> headers, JsonNode value) {
    Sample {
      headers = headers == null ? Map.of() : headers;
    }
  }
}
