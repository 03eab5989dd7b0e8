package dev.kindling.stack.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks parts whether they are there. Blocks the caller for at most a few seconds. */
public final class Probe {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private Probe() {}

  /** Whether something listens on the loopback port. */
  public static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** The JSON that a GET answers with status 200; empty for anything else, HTML included. */
  public static Optional<JsonNode> json(URI uri) {
    return get(uri)
        .filter(response -> response.statusCode() == 200)
        .filter(
            response -> response.headers().firstValue("Content-Type").orElse("").contains("json"))
        .flatMap(response -> parsed(response.body()));
  }

  /** The body that a GET answers, whatever the status; empty if there is no answer. */
  public static Optional<String> text(URI uri) {
    return get(uri).map(HttpResponse::body);
  }

  private static Optional<HttpResponse<String>> get(URI uri) {
    try {
      return Optional.of(
          CLIENT.send(
              HttpRequest.newBuilder(uri).timeout(DEADLINE).build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException unreachable) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while asking " + uri, interrupted);
    }
  }

  private static Optional<JsonNode> parsed(String body) {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException cut) {
      return Optional.empty();
    }
  }
}
