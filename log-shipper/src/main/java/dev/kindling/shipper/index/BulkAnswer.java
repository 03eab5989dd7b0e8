package dev.kindling.shipper.index;

import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.json.JsonpDeserializerBase;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.JsonpUtils;
import dev.kindling.shipper.delivery.ItemResult;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Reads the answer of a bulk request, in whose order the results are. The client's own reader makes
 * a builder, a map and a dozen fields of each item, where nearly all say 201 and nothing else; that
 * was a fifth of what the shipper allocates. Stateless.
 */
final class BulkAnswer extends JsonpDeserializerBase<List<ItemResult>> {
  private static final ItemResult CREATED = new ItemResult(201, null, null);

  BulkAnswer() {
    super(EnumSet.of(Event.START_OBJECT));
  }

  @Override
  public List<ItemResult> deserialize(JsonParser parser, JsonpMapper mapper, Event begin) {
    List<ItemResult> items = new ArrayList<>();
    while (parser.next() == Event.KEY_NAME) {
      if (parser.getString().equals("items")) {
        JsonpUtils.expectNextEvent(parser, Event.START_ARRAY);
        while (parser.next() == Event.START_OBJECT) {
          items.add(item(parser, mapper));
        }
      } else {
        JsonpUtils.skipValue(parser);
      }
    }
    return items;
  }

  /** {@code {"create":{"status":201}}}, or with an {@code error} as well. */
  private static ItemResult item(JsonParser parser, JsonpMapper mapper) {
    JsonpUtils.expectNextEvent(parser, Event.KEY_NAME);
    JsonpUtils.expectNextEvent(parser, Event.START_OBJECT);
    int status = 0;
    ErrorCause error = null;
    while (parser.next() == Event.KEY_NAME) {
      switch (parser.getString()) {
        case "status" -> {
          JsonpUtils.expectNextEvent(parser, Event.VALUE_NUMBER);
          status = parser.getInt();
        }
        case "error" -> error = ErrorCause._DESERIALIZER.deserialize(parser, mapper);
        default -> JsonpUtils.skipValue(parser);
      }
    }
    JsonpUtils.expectNextEvent(parser, Event.END_OBJECT);
    if (error != null) {
      return new ItemResult(status, error.type(), reason(error));
    }
    return status == CREATED.status() ? CREATED : new ItemResult(status, null, null);
  }

  /** With the deepest cause, which names the field. */
  private static String reason(ErrorCause error) {
    ErrorCause cause = error;
    while (cause.causedBy() != null) {
      cause = cause.causedBy();
    }
    String text = cause == error ? error.reason() : error.reason() + ": " + cause.reason();
    return ElasticsearchStore.shorten(String.valueOf(text));
  }
}
