package dev.kindling.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A scripted job-runner on a free port of the loopback, speaking run-model's own JSON. */
public final class RunnerServer implements AutoCloseable {
  private final RunnerScript script;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final List<String> partitions = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public RunnerServer(RunnerScript script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(GuardProtocol.CLAIMS_PATH, this::claim);
    server.createContext(GuardProtocol.LEASES_PATH, this::renew);
    server.createContext(GuardProtocol.REPORTS_PATH, this::report);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Puts a header into every answer from now on. */
  public void says(String header, String value) {
    headers.put(header, value);
  }

  /** The partition that each request named. */
  public List<String> partitions() {
    return partitions;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void claim(HttpExchange exchange) throws IOException {
    Reaction<ClaimReply> reaction = script.asked(read(exchange, ClaimRequest.class));
    react(exchange, reaction, reaction.reply() == null || reaction.reply().granted());
  }

  private void renew(HttpExchange exchange) throws IOException {
    Reaction<LeaseReply> reaction = script.asked(read(exchange, LeaseRequest.class));
    react(exchange, reaction, reaction.reply() == null || reaction.reply().keep());
  }

  private void report(HttpExchange exchange) throws IOException {
    Reaction<Boolean> reaction = script.asked(read(exchange, FinalReport.class));
    react(
        exchange,
        new Reaction<>(reaction.kind(), Map.of()),
        reaction.reply() == null || reaction.reply());
  }

  private <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    partitions.add(exchange.getRequestHeaders().getFirst(GuardProtocol.PARTITION_HEADER));
    headers.forEach(exchange.getResponseHeaders()::set);
    return Json.mapper().readValue(exchange.getRequestBody(), type);
  }

  private void react(HttpExchange exchange, Reaction<?> reaction, boolean ok) throws IOException {
    switch (reaction.kind()) {
      case REPLY ->
          send(exchange, ok ? 200 : 409, "application/json", Json.bytes(reaction.reply()));
      case NOT_READY -> send(exchange, 503, "application/json", new byte[] {'{', '}'});
      case NOT_OWNER -> send(exchange, 421, "application/json", new byte[] {'{', '}'});
      case AWAY -> exchange.close();
      case STALLED -> stall(exchange);
      case GARBAGE -> send(exchange, 200, "text/html", "<html/>".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void stall(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }
}
