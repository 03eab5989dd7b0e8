package dev.kindling.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways that write the same definitions, and one that dies while it does. */
@ExtendWith(WholeSystem.class)
class GatewayWritesIT {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private static final int WRITERS = 4;
  private static final int CHANGES_EACH = 25;
  private static final int WRITES = 1_000;
  private static final int KILLS = 3;

  /** After it Kafka itself would end what a gateway left open. */
  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private ServiceProcess second;

  @BeforeEach
  void open(WholeSystem.Running system) {
    second = system.stack().services().startAnother(ServiceKind.GATEWAY);
  }

  @AfterEach
  void close() {
    second.close();
  }

  @Test
  void twoGatewaysShouldLoseNoUpdate(WholeSystem.Running system) throws Exception {
    // given a count that each change makes one higher than what it has read
    List<URI> gateways = List.of(system.stack().gateway(), second.url());
    put(gateways.get(0), "counted", 0, null);

    // when
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      URI gateway = gateways.get(writer % 2);
      writers.add(CompletableFuture.runAsync(() -> count(gateway)));
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get(120, TimeUnit.SECONDS);
    }

    // then
    for (URI gateway : gateways) {
      Deadline.await(
          "each gateway shows the last change",
          ProbeRuns.SOON,
          () -> slots(get(gateway, "counted")) == WRITERS * CHANGES_EACH);
    }
    JsonNode last = Json.tree(get(gateways.get(1), "counted").body());
    assertThat(last.path("revision").asInt()).isEqualTo(1 + WRITERS * CHANGES_EACH);
    system.api().delete("/api/v1/pools/counted").expect(204);
  }

  private static void count(URI gateway) {
    for (int done = 0; done < CHANGES_EACH; ) {
      HttpResponse<byte[]> read = get(gateway, "counted");
      String tag = read.headers().firstValue("ETag").orElseThrow();
      int status = put(gateway, "counted", slots(read) + 1, tag);
      assertThat(status).isIn(200, 202, 412, 503);
      done += status < 300 ? 1 : 0;
    }
  }

  @Test
  void gatewayThatIsKilledShouldHaveKeptEveryWriteThatItAnswered(WholeSystem.Running system)
      throws Exception {
    // given
    AtomicInteger written = new AtomicInteger();
    AtomicInteger unanswered = new AtomicInteger();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = writer;
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; i < WRITES; i += WRITERS) {
                  unanswered.addAndGet(keep(i));
                  written.incrementAndGet();
                }
              }));
    }

    // when
    for (int kill = 1; kill <= KILLS; kill++) {
      int until = kill * WRITES / (KILLS + 1);
      Deadline.await("it writes", Duration.ofMinutes(2), () -> written.get() >= until);
      second.kill();
      second.start();
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get(120, TimeUnit.SECONDS);
    }

    // then
    System.out.println(
        "GatewayWritesIT: " + unanswered + " of " + WRITES + " writes were sent again");
    JsonNode pools =
        system.api().get("/api/v1/pools?limit=10000&text=kept-").expect(200).body().path("items");
    Set<Integer> there = new TreeSet<>();
    for (JsonNode pool : pools) {
      assertThat(pool.path("revision").asInt()).as(pool.toString()).isEqualTo(1);
      assertThat(there.add(pool.at("/spec/slots").asInt())).isTrue();
    }
    assertThat(there).hasSize(WRITES);
  }

  @Test
  void gatewayShouldStartAtOnceWhenOneHasDiedInAWrite(WholeSystem.Running system) {
    // given a write that nobody will ever end
    second.kill();
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            system.stack().kafka().bootstrap(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "kindling-definitions",
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            (int) ABANDONED.toMillis());
    Producer<String, byte[]> dying =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    try {
      dying.initTransactions();
      dying.beginTransaction();
      dying.send(new ProducerRecord<>(KindlingTopics.POOLS.name(), "half", "{}".getBytes(UTF_8)));
      dying.flush();

      // when
      long begin = System.nanoTime();
      second.start();

      // then
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ABANDONED.dividedBy(4));
      assertThat(send(pool(second.url(), "half").build()).orElseThrow().statusCode())
          .isEqualTo(404);
    } finally {
      dying.close(Duration.ZERO);
    }
  }

  /** Writes until it is answered; says how many times it was not at first. */
  private int keep(int number) {
    if (put(second.url(), "kept-" + number, number, null) < 300) {
      return 0;
    }
    // Whoever has no answer sends it again; it may well be there.
    Deadline.await(
        "the gateway is back",
        Duration.ofMinutes(1),
        () -> put(second.url(), "kept-" + number, number, null) < 300);
    return 1;
  }

  private static int put(URI gateway, String pool, int slots, String tag) {
    HttpRequest.Builder request =
        pool(gateway, pool)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"slots\": " + slots + "}"));
    if (tag != null) {
      request.header("If-Match", tag);
    }
    return send(request.build()).map(HttpResponse::statusCode).orElse(599);
  }

  private static HttpResponse<byte[]> get(URI gateway, String pool) {
    return send(pool(gateway, pool).build()).orElseThrow();
  }

  private static HttpRequest.Builder pool(URI gateway, String pool) {
    return HttpRequest.newBuilder(gateway.resolve("/api/v1/pools/" + pool))
        .timeout(Duration.ofSeconds(20));
  }

  /** Empty where nobody answers. */
  private static Optional<HttpResponse<byte[]>> send(HttpRequest request) {
    try {
      return Optional.of(CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int slots(HttpResponse<byte[]> pool) {
    return Json.tree(pool.body()).at("/spec/slots").asInt();
  }
}
