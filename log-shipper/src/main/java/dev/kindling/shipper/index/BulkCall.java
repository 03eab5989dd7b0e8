package dev.kindling.shipper.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import co.elastic.clients.elasticsearch._types.ErrorResponse;
import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.endpoints.SimpleEndpoint;
import co.elastic.clients.util.BinaryData;
import dev.kindling.shipper.delivery.ItemResult;
import dev.kindling.shipper.document.LogDocument;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * The client's {@code bulk} with a body that is one piece of bytes. The client would make four
 * pieces of each document and write each by itself, which took half of the shipper's processor
 * time; and of the answer only what we look at is asked for and read.
 */
public final class BulkCall {
  static final Endpoint<BinaryData, List<ItemResult>, ErrorResponse> ENDPOINT =
      new SimpleEndpoint<>(
          "es/bulk",
          body -> "POST",
          body -> "/_bulk",
          body -> Map.of(),
          body -> Map.of("filter_path", "items.*.status,items.*.error"),
          body -> Map.of(),
          body -> body,
          new BulkAnswer());

  /** As the client itself calls it: Elasticsearch wants the version here as in what is accepted. */
  private static final String NDJSON = "application/vnd.elasticsearch+x-ndjson;compatible-with=8";

  private static final byte[] INDEX = "{\"create\":{\"_index\":\"".getBytes(US_ASCII);
  private static final byte[] ID = "\",\"_id\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"}}\n".getBytes(US_ASCII);

  private BulkCall() {}

  static BinaryData body(List<LogDocument> documents) {
    return BinaryData.of(bytes(documents), NDJSON);
  }

  /**
   * The body as it goes over the wire. Names of indices and ids are ours: nothing is to be escaped.
   */
  public static byte[] bytes(List<LogDocument> documents) {
    int bytes = 0;
    for (LogDocument document : documents) {
      bytes +=
          INDEX.length
              + ID.length
              + END.length
              + 1
              + document.index().length()
              + document.id().length()
              + document.body().length;
    }
    ByteBuffer body = ByteBuffer.allocate(bytes);
    for (LogDocument document : documents) {
      put(document.index(), body.put(INDEX));
      put(document.id(), body.put(ID));
      body.put(END).put(document.body()).put((byte) '\n');
    }
    return body.array();
  }

  private static void put(String ascii, ByteBuffer body) {
    for (int i = 0; i < ascii.length(); i++) {
      body.put((byte) ascii.charAt(i));
    }
  }
}
