package dev.kindling.gateway.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396: what is null goes, objects are merged, anything else replaces. */
final class MergePatch {
  private MergePatch() {}

  /** The document with the patch; neither is changed. */
  static ObjectNode apply(JsonNode document, ObjectNode patch) {
    ObjectNode merged =
        document instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNull()) {
                merged.remove(field.getKey());
              } else if (value instanceof ObjectNode inner) {
                merged.set(field.getKey(), apply(merged.path(field.getKey()), inner));
              } else {
                merged.set(field.getKey(), value);
              }
            });
    return merged;
  }
}
