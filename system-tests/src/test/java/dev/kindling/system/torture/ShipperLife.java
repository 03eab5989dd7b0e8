package dev.kindling.system.torture;

import dev.kindling.stack.process.Waiter;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A log-shipper in a process of its own, which is killed and started again. */
final class ShipperLife implements AutoCloseable {
  private static final Duration UP = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Path folder;
  private final URI elasticsearch;
  private final Path work;
  private final int port;
  private Process process;

  /**
   * @param folder for its state and its log; its name is the worker's, which is a part of the
   *     documents' identity
   */
  ShipperLife(Path folder, URI elasticsearch, Path work) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.elasticsearch = elasticsearch;
    this.work = work;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.kindling.shipper.LogShipperMain"));
    Map<String, String> environment = builder.environment();
    environment.put("KINDLING_KAFKA_BOOTSTRAP", "127.0.0.1:1");
    environment.put("KINDLING_SHIPPER_ARCHIVE", "false");
    environment.put("KINDLING_SHIPPER_WORK_DIRS", folder.getFileName() + "=" + work);
    environment.put("KINDLING_SHIPPER_STATE_DIR", state().toString());
    environment.put("KINDLING_ELASTICSEARCH_URL", elasticsearch.toString());
    environment.put("KINDLING_MANAGEMENT_PORT", Integer.toString(port));
    Path log = folder.resolve("shipper.log");
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  Path state() {
    return folder.resolve("state");
  }

  /** SIGTERM; waits until it has ended. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** SIGKILL, in the middle of whatever it does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Waits until it follows so many logs, and so has them open. */
  void awaitStreams(int expected) {
    String line = "kindling_shipper_streams{service=\"log-shipper\"} " + expected + ".0";
    if (!Waiter.until(() -> metrics().contains(line), UP)) {
      throw new AssertionError("not within " + UP + ": " + line + " in " + metrics());
    }
  }

  private String metrics() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(ANSWER) // somebody else may have got the port between two lives
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
