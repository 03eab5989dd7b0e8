package dev.kindling.kit.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns JSON into values of CEL and back. Whole numbers stay whole where they fit into 64 bits. */
final class CelValues {
  private static final int MOST_LETTERS = 4_000_000;

  private CelValues() {}

  static Object fromJson(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), fromJson(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(element -> list.add(fromJson(element)));
        yield list;
      }
      case STRING -> node.asText();
      case BOOLEAN -> node.asBoolean();
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? (Object) node.asLong()
              : (Object) node.asDouble();
      case BINARY -> CelByteString.of(((BinaryNode) node).binaryValue());
      case NULL, MISSING, POJO -> NullValue.NULL_VALUE;
    };
  }

  /**
   * A value as JSON.
   *
   * @throws ExpressionException if JSON has no form for it, or it is more than any record holds: a
   *     short expression can say much (events.map(e, events))
   */
  static JsonNode toJson(Object value) throws ExpressionException {
    return new Writer().toJson(value);
  }

  /** Counts what it has written. */
  private static final class Writer {
    private int left = MOST_LETTERS;

    JsonNode toJson(Object value) throws ExpressionException {
      left -= value instanceof String text ? text.length() + 1 : 1;
      if (left < 0) {
        throw ExpressionException.tooMuch(
            "Its value is more than " + MOST_LETTERS + " characters: take less of the event.");
      }
      if (value == null || value instanceof NullValue) {
        return NullNode.getInstance();
      } else if (value instanceof Boolean flag) {
        return BooleanNode.valueOf(flag);
      } else if (value instanceof Long number) {
        return LongNode.valueOf(number);
      } else if (value instanceof Double number) {
        return DoubleNode.valueOf(number);
      } else if (value instanceof Number unsigned) {
        return JsonNodeFactory.instance.numberNode(new BigInteger(unsigned.toString()));
      } else if (value instanceof String || value instanceof Instant || value instanceof Duration) {
        return TextNode.valueOf(value.toString());
      } else if (value instanceof CelByteString bytes) {
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.toByteArray()));
      } else if (value instanceof Optional<?> optional) {
        return toJson(optional.orElse(null));
      } else if (value instanceof List<?> list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object element : list) {
          array.add(toJson(element));
        }
        return array;
      } else if (value instanceof Map<?, ?> map) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          object.set(String.valueOf(entry.getKey()), toJson(entry.getValue()));
        }
        return object;
      }
      throw new ExpressionException(
          "It gives a " + value.getClass().getSimpleName() + ", which JSON has no form for.", null);
    }
  }
}
