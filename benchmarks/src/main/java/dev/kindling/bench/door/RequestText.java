package dev.kindling.bench.door;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the line.
 *
 * @param server host and port
 * @param text of it, ASCII
 */
record RequestText(URI server, String text) {
  static RequestText get(URI server, String path, String key) {
    return new RequestText(server, head("GET", server, path, key) + "\r\n");
  }

  static RequestText post(URI server, String path, String key, String json) {
    String head =
        head("POST", server, path, key)
            + "Content-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n";
    return new RequestText(server, head + json);
  }

  private static String head(String method, URI server, String path, String key) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + server.getAuthority()
        + "\r\nAccept: */*\r\nAuthorization: Bearer "
        + key
        + "\r\n";
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
