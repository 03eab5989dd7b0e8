package dev.kindling.bench.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.kindling.bench.harness.BenchException;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterWatch;
import dev.kindling.runner.cluster.Master;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.ledger.Drivers;
import dev.kindling.runner.ledger.RunRecords;
import dev.kindling.runner.ledger.RunnerCommand;
import dev.kindling.runner.ledger.RunsPartition;
import dev.kindling.stack.process.Waiter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How often a master with many running drivers is asked something: the real watch and a real
 * partition, and in the master's place a page that counts who reads it, as this machine has no room
 * for so many drivers. Blocks.
 */
final class MasterQuestions {
  private static final String MASTER_PAGE_TYPE = "text/json;charset=utf-8";

  private final int drivers;
  private final Duration period;
  private final AtomicInteger questions = new AtomicInteger();

  /**
   * @param period of the watch
   */
  MasterQuestions(int drivers, Duration period) {
    this.drivers = drivers;
    this.period = period;
  }

  /** Requests a second from the first of some looks to the last. */
  double perSecond(int looks) {
    RunsPartition partition = partition();
    AtomicInteger seen = new AtomicInteger();
    Vertx vertx = Vertx.vertx();
    HttpServer page = page();
    try {
      URI ui = URI.create("http://127.0.0.1:" + page.getAddress().getPort());
      ClusterWatch watch =
          new ClusterWatch(
              List.of(new Master(ui, ui)),
              period,
              Clock.systemUTC(),
              new SimpleMeterRegistry(),
              view -> look(partition, view, seen));
      vertx.deployVerticle(watch).toCompletionStage().toCompletableFuture().join();
      await(seen, 1);
      long begin = System.nanoTime();
      int asked = questions.get();
      await(seen, looks);
      return (questions.get() - asked) * 1e9 / (System.nanoTime() - begin);
    } finally {
      page.stop(0);
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private void await(AtomicInteger seen, int looks) {
    Duration deadline = period.multipliedBy(10L * looks);
    if (!Waiter.until(() -> seen.get() >= looks, deadline)) {
      throw new BenchException("the master's page was seen " + seen + " times in " + deadline);
    }
  }

  private static void look(RunsPartition partition, ClusterView view, AtomicInteger seen) {
    Outbox outbox = new Outbox();
    Instant now = Instant.now();
    partition.command(new RunnerCommand.ClusterSeen(view), now, outbox);
    partition.tick(now, outbox);
    outbox.effects().forEach(Runnable::run);
    seen.incrementAndGet();
  }

  private RunsPartition partition() {
    RunsPartition partition = Partitions.of(new Counting(), AdmissionRules.NONE);
    for (int number = 0; number < drivers; number++) {
      Run run = SampleRuns.running("run-" + number, driver(number));
      ProducerRecord<String, byte[]> written = RunRecords.of(run, 0);
      ConsumerRecord<String, byte[]> stored =
          new ConsumerRecord<>(written.topic(), 0, number, written.key(), written.value());
      written.headers().forEach(stored.headers()::add);
      partition.restore(stored);
    }
    partition.restored(Instant.now(), new Outbox());
    return partition;
  }

  private static String driver(int number) {
    return "driver-20261101000000-" + number;
  }

  /** As the master's JSON page (JsonProtocol of Spark 4.0.0) with so many drivers running. */
  private HttpServer page() {
    ObjectNode page = Json.mapper().createObjectNode();
    page.put("status", "ALIVE").putArray("workers");
    page.putArray("completeddrivers");
    for (int number = 0; number < drivers; number++) {
      page.withArray("/activedrivers")
          .addObject()
          .put("id", driver(number))
          .put("state", "RUNNING")
          .put("worker", "worker-1")
          .put("mainclass", GuardProtocol.GUARD_CLASS)
          .put("cores", 1)
          .put("memory", 1024);
    }
    byte[] body = Json.bytes(page);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      server.createContext(
          "/",
          exchange -> {
            questions.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", MASTER_PAGE_TYPE);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new BenchException("Cannot serve the master's page", e);
    }
  }

  private final class Counting implements Drivers {
    @Override
    public void submit(Launch launch) {
      questions.incrementAndGet();
    }

    @Override
    public void kill(String driverId) {
      questions.incrementAndGet();
    }

    @Override
    public void ask(int partition, String runId, String driverId) {
      questions.incrementAndGet();
    }
  }
}
