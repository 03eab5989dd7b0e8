package dev.kindling.shipper.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;

/** Requests whose answers are JSON, one at a time. Blocks. */
final class JsonCalls {
  private final RestClient client;
  private final ObjectMapper mapper = new ObjectMapper();

  JsonCalls(RestClient client) {
    this.client = client;
  }

  /**
   * Sends a request.
   *
   * @throws ResponseException if it is refused
   */
  JsonNode send(Request request) throws IOException {
    try (InputStream body = client.performRequest(request).getEntity().getContent()) {
      return mapper.readTree(body);
    }
  }

  static int status(ResponseException e) {
    return e.getResponse().getStatusLine().getStatusCode();
  }
}
