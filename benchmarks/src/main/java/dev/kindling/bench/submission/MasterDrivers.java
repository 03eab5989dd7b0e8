package dev.kindling.bench.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.http.KeepAliveConnection;
import dev.kindling.bench.http.Reply;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.Waiter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The drivers that the Spark master itself says it has: the word that every contestant is checked
 * against. Blocks; not while something is timed.
 */
final class MasterDrivers {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final URI rest;
  private final URI ui;

  MasterDrivers(URI rest, URI ui) {
    this.rest = rest;
    this.ui = ui;
  }

  /** When the master made each driver that waits or runs, to the millisecond, by driver id. */
  Map<String, Instant> active() {
    JsonNode page =
        Probe.json(ui.resolve("/json/"))
            .orElseThrow(() -> new BenchException("The Spark master does not answer: " + ui));
    Map<String, Instant> drivers = new TreeMap<>();
    for (JsonNode driver : page.path("activedrivers")) {
      drivers.put(
          driver.path("id").asText(), Instant.ofEpochMilli(driver.path("starttime").asLong()));
    }
    return drivers;
  }

  /**
   * Makes sure that nothing of an earlier round is left.
   *
   * @throws BenchException if there is
   */
  void expectNone() {
    Map<String, Instant> left = active();
    if (!left.isEmpty()) {
      throw new BenchException("The Spark master still has " + left.size() + " drivers: " + left);
    }
  }

  /** Has the master kill and forget all drivers; returns when it has. */
  void clear() {
    try (KeepAliveConnection connection = new KeepAliveConnection(rest)) {
      call(connection, "/v1/submissions/killall");
      if (!Waiter.until(() -> active().isEmpty(), DEADLINE)) {
        expectNone();
      }
      call(connection, "/v1/submissions/clear");
    }
  }

  private static void call(KeepAliveConnection connection, String path) {
    Reply reply = connection.post(path, new byte[0]);
    if (reply.status() != 200) {
      throw new BenchException(path + " answered " + reply.status() + ": " + reply.body());
    }
  }
}
