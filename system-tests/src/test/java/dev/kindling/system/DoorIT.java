package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.GatewayApp;
import dev.kindling.kit.service.RunningService;
import dev.kindling.model.json.Json;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes in through the gateway's door, on real parts: files, events, and callers. */
@ExtendWith(WholeSystem.class)
class DoorIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void uploadedJarShouldRunOnEveryExecutor(WholeSystem.Running system) throws Exception {
    // given
    Path jar = system.stack().bundles().jobsJar();
    JsonNode artifact =
        json(
            HttpRequest.newBuilder(
                    URI.create(system.stack().gateway() + "/api/v1/artifacts?file=jobs.jar"))
                .POST(HttpRequest.BodyPublishers.ofFile(jar)));
    ObjectNode spec = system.spec("word-count");
    ((ObjectNode) spec.path("spark")).put("appResource", artifact.path("reference").asText());
    system.api().put("/api/v1/jobs/uploaded", spec).expect(201);
    ObjectNode parameters = Json.mapper().createObjectNode();
    parameters.put("input", Path.of("..", "LICENSE").toRealPath().toUri().toString());

    // when
    String id = system.api().run("uploaded", parameters, UUID.randomUUID().toString());

    // then
    JsonNode run = system.api().awaitEnd(id, ProbeRuns.SOON);
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    logsOf(system, id);
    String digest = artifact.path("digest").asText();
    assertThat(system.api().delete("/api/v1/artifacts/" + digest).status()).isEqualTo(409);
    system.api().delete("/api/v1/jobs/uploaded").expect(204);
    system.api().delete("/api/v1/artifacts/" + digest).expect(204);
  }

  @Test
  void writesShouldBeFoundInTheArchiveOfTheAudit(WholeSystem.Running system) {
    system.register("probe", "audited");

    Deadline.await(
        "the entry is in kindling-audit",
        ProbeRuns.SOON,
        () ->
            new Api(system.stack().elasticsearch()::url)
                    .get("/kindling-audit/_count?q=url.path:%22/api/v1/jobs/audited%22")
                    .body()
                    .path("count")
                    .asInt()
                == 1);
  }

  /** Its lines as a file, as a stream, and around one of them. */
  private static void logsOf(WholeSystem.Running system, String id) throws Exception {
    String logs = "/api/v1/runs/" + id + "/logs";
    String end = "Shutdown hook called";
    Deadline.await(
        "the last lines are found",
        ProbeRuns.SOON,
        () -> !system.api().logs(id, "&source=driver&q=%22Shutdown%20hook%22").isEmpty());
    JsonNode line = system.api().logs(id, "&source=driver&q=%22Shutdown%20hook%22").get(0);
    String file = URLEncoder.encode(line.path("file").asText(), StandardCharsets.UTF_8);
    JsonNode context =
        system
            .api()
            .get(logs + "/context?before=3&file=" + file + "&offset=" + line.path("offset"))
            .expect(200)
            .body();
    assertThat(context.path("lines").get(context.path("at").asInt())).isEqualTo(line);
    assertThat(context.path("at").asInt()).isEqualTo(3);
    assertThat(text(system, logs + "/download")).contains(end).contains("executor 0");
    assertThat(text(system, logs + "/stream")).contains(end).endsWith("event: end\ndata: {}\n\n");
    String events = text(system, "/api/v1/runs/" + id + "/events");
    assertThat(events).contains("\"state\":\"SUCCEEDED\"");
  }

  private static String text(WholeSystem.Running system, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(system.stack().gateway() + path))
            .timeout(Duration.ofSeconds(60))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void deliveryOfAWebhookShouldBecomeOneRun(WholeSystem.Running system) throws Exception {
    // given
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    system.secret("shop-hook", secret);
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("hooked", 1);
    system
        .api()
        .put("/api/v1/webhooks/shop", Map.of("format", "standard", "secret", "${secret:shop-hook}"))
        .expect(201);
    system
        .api()
        .put(
            "/api/v1/triggers/hooked",
            Map.of(
                "job",
                "hooked",
                "topic",
                "kindling.events",
                "filter",
                "event.source == '/webhooks/shop'",
                "parameters",
                Map.of("dir", "'" + probes.folder() + "'", "lines", "data.lines")))
        .expect(201);
    String body = "{\"type\": \"paid\", \"lines\": 3}";

    // when the sender, not knowing that it arrived, sends it twice
    HttpRequest.Builder delivery = signed(system, secret, "msg-" + UUID.randomUUID(), body);
    json(delivery);
    json(delivery);

    // then
    Deadline.await("there is a run", ProbeRuns.SOON, () -> !runs(system, "hooked").isEmpty());
    JsonNode run = probes.succeeds(runs(system, "hooked").get(0).path("id").asText());
    assertThat(run.at("/parameters/lines").asInt()).isEqualTo(3);
    assertThat(runs(system, "hooked")).hasSize(1);
    system.api().delete("/api/v1/triggers/hooked").expect(204);
  }

  private static JsonNode runs(WholeSystem.Running system, String job) {
    return system.api().get("/api/v1/runs?job=" + job).expect(200).body().path("items");
  }

  private static HttpRequest.Builder signed(
      WholeSystem.Running system, String secret, String id, String body) throws Exception {
    long now = System.currentTimeMillis() / 1_000;
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] signature = mac.doFinal((id + "." + now + "." + body).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(system.stack().gateway() + "/webhooks/shop"))
        .header("Content-Type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", Long.toString(now))
        .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void guardedGatewayShouldKnowItsCallersOnEveryInstance(WholeSystem.Running system)
      throws Exception {
    // given two gateways beside the open one, with one first key
    String first = "kdl_root_" + "5e".repeat(32);
    Vertx vertx = Vertx.vertx();
    RunningService a = gateway(vertx, system, first);
    RunningService b = gateway(vertx, system, first);
    int portA = a.port();
    int portB = b.port();
    try {
      // when
      JsonNode made =
          json(
              request(portA, "/api/v1/api-keys", first)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"name\": \"reader\", \"role\": \"viewer\"}")));
      String key = made.path("key").asText();

      // then
      Deadline.await(
          "the other gateway knows the key",
          ProbeRuns.SOON,
          () -> status(request(portB, "/api/v1/me", key).GET()) == 200);
      assertThat(status(request(portB, "/api/v1/jobs", "kdl_reader_" + "00".repeat(32)).GET()))
          .isEqualTo(401);
      HttpRequest.Builder write =
          request(portB, "/api/v1/pools/p", key)
              .PUT(HttpRequest.BodyPublishers.ofString("{\"slots\": 1}"));
      assertThat(status(write)).isEqualTo(403);
      status(request(portA, "/api/v1/api-keys/reader", first).DELETE());
      Deadline.await(
          "the other gateway knows that it is revoked",
          ProbeRuns.SOON,
          () -> status(request(portB, "/api/v1/me", key).GET()) == 401);
      Deadline.await(
          "what was denied is in the audit",
          ProbeRuns.SOON,
          () ->
              json(request(portA, "/api/v1/audit?who=reader&outcome=denied", first).GET())
                  .at("/items/0/operation")
                  .asText()
                  .equals("putPool"));
      JsonNode done = json(request(portA, "/api/v1/audit?who=root&outcome=done", first).GET());
      assertThat(done.path("items").findValuesAsText("operation"))
          .contains("createApiKey", "deleteApiKey");
    } finally {
      a.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      b.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  /** A gateway that finds no Elasticsearch, beside those of the system. */
  @Test
  void runThatRunsShouldBeReadableWithoutElasticsearch(WholeSystem.Running system)
      throws Exception {
    // given
    String first = "kdl_root_" + "5e".repeat(32);
    Vertx vertx = Vertx.vertx();
    RunningService gateway = gateway(vertx, system, first, URI.create("http://127.0.0.1:1"));
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("live", 1);
    String id =
        probes.start(
            "live",
            parameters -> {
              parameters.put("seconds", 60);
              parameters.put("tasks", 1);
            });
    probes.awaitBeat(id, 1);
    String logs = "/api/v1/runs/" + id + "/logs";
    try {
      // then
      Deadline.await(
          "the gateway knows that it runs",
          ProbeRuns.SOON,
          () -> status(request(gateway.port(), logs, first).GET()) == 200);
      Deadline.await(
          "lines of driver and executor are there",
          ProbeRuns.SOON,
          () -> {
            Set<String> sources =
                Set.copyOf(
                    lines(json(request(gateway.port(), logs, first).GET()))
                        .findValuesAsText("source"));
            return sources.equals(Set.of("driver", "executor"));
          });
      JsonNode live = json(request(gateway.port(), logs + "?limit=1000", first).GET());
      assertThat(live.path("missing").get(0).asText()).contains("Elasticsearch does not answer");

      // and they are the lines that Elasticsearch has, in the same places
      JsonNode line = firstOf(lines(live), "driver");
      Deadline.await(
          "the line is shipped",
          ProbeRuns.SOON,
          () -> system.api().logs(id, "&source=driver").toString().contains(place(line)));
      JsonNode cluster = json(request(gateway.port(), "/api/v1/cluster", first).GET());
      assertThat(cluster.path("status").asText()).isEqualTo("ALIVE");
      assertThat(cluster.at("/drivers/running").asInt()).isPositive();
      JsonNode run = json(request(gateway.port(), "/api/v1/runs/" + id, first).GET());
      assertThat(run.at("/attempts/0/links/sparkUi").asText())
          .isEqualTo(
              system.stack().masters().aliveUi()
                  + "/app/?appId="
                  + run.at("/attempts/0/appId").asText());
    } finally {
      system.api().post("/api/v1/runs/" + id + "/cancel", Map.of(), null);
      gateway.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  /** From the disk of a worker to somebody who follows, by way of log-shipper and Elasticsearch. */
  @Test
  void followerShouldHaveALineWithinThreeSecondsOfItsBeingWritten(WholeSystem.Running system)
      throws Exception {
    // given somebody who follows before there is a line
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("followed", 1);
    String id = probes.start("followed", 12);
    URI stream =
        URI.create(system.stack().gateway() + "/api/v1/runs/" + id + "/logs/stream?source=driver");
    List<Long> millis = new ArrayList<>();

    // when
    try (Stream<String> lines =
        CLIENT
            .send(HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofLines())
            .body()) {
      lines
          .takeWhile(line -> !line.equals("event: end"))
          .filter(line -> line.startsWith("data: {"))
          .map(line -> Json.read(line.substring("data: ".length()), JsonNode.class))
          .filter(line -> line.path("logger").asText().equals("Probe"))
          .forEach(
              line ->
                  millis.add(
                      Duration.between(
                              Instant.parse(line.path("timestamp").asText()), Instant.now())
                          .toMillis()));
    }

    // then, by stamps that are cut to the second
    System.out.println("DoorIT: a follower has lines after " + millis + " ms");
    assertThat(millis).isNotEmpty().allSatisfy(after -> assertThat(after).isLessThan(4_000));
  }

  private static JsonNode lines(JsonNode page) {
    return page.path("lines");
  }

  /** A worker shows the end of a file, so an executor's first line may come before a driver's. */
  private static JsonNode firstOf(JsonNode lines, String source) {
    for (JsonNode line : lines) {
      if (line.path("source").asText().equals(source)) {
        return line;
      }
    }
    throw new AssertionError("no line of " + source);
  }

  private static String place(JsonNode line) {
    return "\"file\":" + line.path("file") + ",\"offset\":" + line.path("offset");
  }

  /** With the requests of Airflow's LivyHook. */
  @Test
  void clientOfLivyShouldRunABatch(WholeSystem.Running system) throws Exception {
    // when
    String input = Path.of("..", "LICENSE").toRealPath().toUri().toString();
    JsonNode batch =
        json(
            HttpRequest.newBuilder(URI.create(system.stack().gateway() + "/livy/batches"))
                .header("Content-Type", "application/json")
                .header("X-Requested-By", "airflow")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        Json.text(
                            Map.of(
                                "file",
                                system.stack().bundles().jobsJar().toUri().toString(),
                                "className",
                                "dev.kindling.jobs.wordcount.WordCount",
                                "name",
                                "livy count",
                                "args",
                                List.of("--input", input),
                                "driverMemory",
                                "512m",
                                "executorMemory",
                                "512m",
                                "executorCores",
                                1,
                                "numExecutors",
                                1)))));

    // then
    String path = system.stack().gateway() + "/livy/batches/" + batch.path("id").asInt();
    Deadline.await(
        "the batch has ended",
        ProbeRuns.END,
        () ->
            Set.of("success", "dead", "killed")
                .contains(
                    json(HttpRequest.newBuilder(URI.create(path + "/state")))
                        .path("state")
                        .asText()));
    JsonNode ended = json(HttpRequest.newBuilder(URI.create(path)));
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("success");
    assertThat(ended.path("appId").asText()).startsWith("app-");
    Deadline.await(
        "its last lines are in its log",
        ProbeRuns.SOON,
        () ->
            json(HttpRequest.newBuilder(URI.create(path + "/log?size=1000")))
                .path("log")
                .toString()
                .contains("Shutdown hook called"));
  }

  private static RunningService gateway(Vertx vertx, WholeSystem.Running system, String first)
      throws Exception {
    return gateway(vertx, system, first, system.stack().elasticsearch().url());
  }

  private static RunningService gateway(
      Vertx vertx, WholeSystem.Running system, String first, URI elasticsearch) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("KINDLING_KAFKA_BOOTSTRAP", system.stack().kafka().bootstrap());
    settings.put("KINDLING_ELASTICSEARCH_URL", elasticsearch.toString());
    settings.put("KINDLING_SPARK_UI", system.stack().masters().aliveUi().toString());
    settings.put("KINDLING_GATEWAY_PORT", "0");
    settings.put("KINDLING_GATEWAY_ADMIN_KEY", first);
    settings.put("KINDLING_ARTIFACTS_DIR", system.folder("artifacts").toString());
    return GatewayApp.start(vertx, settings)
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static HttpRequest.Builder request(int port, String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + key);
  }

  private static int status(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpRequest.Builder request) {
    HttpResponse<byte[]> response;
    try {
      response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isBetween(200, 299);
    return Json.tree(response.body());
  }
}
