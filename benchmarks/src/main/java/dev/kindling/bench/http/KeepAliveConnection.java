package dev.kindling.bench.http;

import dev.kindling.bench.harness.BenchException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to one server, one request at a time: as little client as there can be, so that
 * what is measured is the server. For the known servers of the yardsticks only: an answer must have
 * a Content-Length. Not thread-safe; calls block for at most ten seconds.
 */
public final class KeepAliveConnection implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 10_000;

  private final URI server;
  private final String authorization;
  private final Socket socket;
  private final InputStream in;

  /**
   * @param server scheme, host and port; the rest is not looked at
   */
  public KeepAliveConnection(URI server) {
    this(server, null);
  }

  /**
   * As above.
   *
   * @param key that the server wants; null for none
   */
  public KeepAliveConnection(URI server, String key) {
    this.server = server;
    this.authorization = key == null ? "" : "Authorization: Bearer " + key + "\r\n";
    this.socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), DEADLINE_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failure) {
      throw new BenchException("Cannot connect to " + server, failure);
    }
  }

  public Reply get(String path) {
    return send("GET", path, new byte[0]);
  }

  public Reply put(String path, byte[] json) {
    return send("PUT", path, json);
  }

  public Reply post(String path, byte[] json) {
    return send("POST", path, json);
  }

  private Reply send(String method, String path, byte[] json) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nAccept: application/json\r\n"
            + authorization
            + (json.length == 0 ? "" : "Content-Type: application/json;charset=UTF-8\r\n")
            + (method.equals("GET") ? "" : "Content-Length: " + json.length + "\r\n")
            + "\r\n";
    try {
      // One write, one packet: otherwise the server reads twice.
      ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + json.length);
      out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(json);
      socket.getOutputStream().write(out.toByteArray());
      return read();
    } catch (IOException failure) {
      throw new BenchException(
          method + " " + server.resolve(path) + " failed: " + failure.getMessage(), failure);
    }
  }

  private Reply read() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String length = headers.get("content-length");
    if (length == null) {
      throw new IOException("the answer has no Content-Length: " + headers);
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new BenchException("Cannot close the connection to " + server, failure);
    }
  }
}
