package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.access.AuditEntry;
import dev.kindling.gateway.access.Door;
import dev.kindling.gateway.access.OpenDoor;
import dev.kindling.gateway.access.RateLimits;
import dev.kindling.gateway.apikey.ApiKeyDefinition;
import dev.kindling.gateway.apikey.KeyUses;
import dev.kindling.gateway.artifact.ArtifactHandlers;
import dev.kindling.gateway.artifact.DiskStore;
import dev.kindling.gateway.cluster.ClusterAccesses;
import dev.kindling.gateway.deadletter.LetterBook;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.MemoryCluster;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.definition.Stores;
import dev.kindling.gateway.http.ApiRouter;
import dev.kindling.gateway.http.Contract;
import dev.kindling.gateway.http.GatewayServer;
import dev.kindling.gateway.http.Operation;
import dev.kindling.gateway.http.RequestGate;
import dev.kindling.gateway.journal.Journal;
import dev.kindling.gateway.log.LogPage;
import dev.kindling.gateway.log.LogQuery;
import dev.kindling.gateway.run.ArchivedRuns;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.gateway.run.RunPlaces;
import dev.kindling.gateway.run.RunRequests;
import dev.kindling.gateway.spark.SparkMasters;
import dev.kindling.gateway.stream.OpenStreams;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.trigger.TriggerState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The gateway's API on a real HTTP server, with Kafka and Elasticsearch played by memory. Every
 * answer that the tests get is checked against the contract.
 */
final class ApiFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  static final ArtifactLinks LINKS = new ArtifactLinks("k".repeat(32));

  final Vertx vertx = Vertx.vertx();
  final SparkPages spark = new SparkPages(vertx);
  private final Path folder = Files.createTempDirectory("artifacts");
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final MemoryCluster cluster = new MemoryCluster();
  final MemoryCluster.MemoryLog log = cluster.log();
  final RunIndex runs = new RunIndex(meters);
  final OpenStreams streams = new OpenStreams(100, meters);
  final StateTable<ScheduleState> scheduleStates = new StateTable<>(ScheduleState.class);
  final StateTable<BackfillState> backfillStates = new StateTable<>(BackfillState.class);
  final StateTable<TriggerState> triggerStates = new StateTable<>(TriggerState.class);
  final LetterBook letters = new LetterBook();
  private final AtomicLong journalEnd = new AtomicLong(1_000);
  final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  final Map<String, Operation> operations;
  final MemoryCluster.MemoryView<JobDefinition> jobs;

  /** What the log store answers. */
  volatile Function<LogQuery, Future<LogPage>> logs =
      query -> Future.succeededFuture(new LogPage(List.of(), null));

  /** What the archive of runs answers. */
  volatile Function<String, Future<Optional<Run>>> archive =
      id -> Future.succeededFuture(Optional.empty());

  /** The fire times of runs that the archive has as succeeded. */
  volatile Future<Set<String>> succeeded = Future.succeededFuture(Set.of());

  /** The last records of a topic. */
  volatile Function<String, List<ConsumerRecord<String, byte[]>>> recent = topic -> List.of();

  /** The topics that there are. */
  volatile Set<String> existing = Set.of();

  /** The records that were written as they are. */
  final Queue<ProducerRecord<String, byte[]>> written = new ConcurrentLinkedQueue<>();

  /** What Kafka answers to a run request. */
  volatile Future<Void> acknowledgement = Future.succeededFuture();

  /** What time it is. */
  volatile Instant now = NOW;

  /** What the clock of the rate limits says. */
  volatile long nanos;

  /** Whatever was kept for the audit. */
  final Queue<AuditEntry> audit = new ConcurrentLinkedQueue<>();

  final KeyUses keyUses =
      new KeyUses(
          record -> {
            written.add(record);
            return Future.succeededFuture();
          });
  private final int requestsPerSecond = 1_000;
  final RequestGate gate;
  private final HttpClient client = HttpClient.newHttpClient();
  private final DefinitionStore store;
  private final OpenAPIContract contract;
  private final ResponseValidator validator;
  private final GatewayServer server;
  private final String deployment;

  record Sent(String routingKey, RunRequest request, String traceparent) {}

  ApiFixture() throws Exception {
    this((fixture, keys) -> new OpenDoor());
  }

  /**
   * A fixture that knows its callers.
   *
   * @param door made of the keys that there are
   */
  ApiFixture(BiFunction<ApiFixture, DefinitionView<ApiKeyDefinition>, Door> door) throws Exception {
    InstantSource clock = () -> now;
    Kinds kinds = Kinds.make(vertx);
    jobs = cluster.view(kinds.jobs());
    store = Stores.on(vertx, log, Duration.ofMillis(200), Duration.ofMillis(50), clock, meters);
    RunRequests requests =
        (key, request, traceparent) -> {
          sent.add(new Sent(key, Json.read(request, RunRequest.class), traceparent));
          return acknowledgement;
        };
    MemoryCluster.MemoryView<KafkaClusterDefinition> clusters = cluster.view(kinds.clusters());
    MemoryCluster.MemoryView<ApiKeyDefinition> keys = cluster.view(kinds.apiKeys());
    SecretStore secrets =
        new SecretStore(
            Path.of("none"),
            Map.of(
                "KINDLING_SECRET_OURS",
                "x",
                "KINDLING_SECRET_HOOK",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    Door entrance = door.apply(this, keys);
    Operations made =
        new Operations(
            new Ports(
                vertx,
                kinds,
                new Ports.Views(
                    jobs,
                    cluster.view(kinds.schedules()),
                    cluster.view(kinds.calendars()),
                    cluster.view(kinds.backfills()),
                    cluster.view(kinds.triggers()),
                    clusters,
                    cluster.view(kinds.pools()),
                    cluster.view(kinds.holds()),
                    keys,
                    cluster.view(kinds.webhooks()),
                    cluster.view(kinds.artifacts())),
                new Ports.States(scheduleStates, backfillStates, triggerStates),
                letters,
                runs,
                streams,
                archive(),
                query -> logs.apply(query),
                store,
                journal(),
                requests,
                new MatchTopic(4),
                topics(),
                new ClusterAccesses(clusters, secrets),
                secrets,
                new Ports.Files(
                    new DiskStore(vertx, folder),
                    Optional.of(LINKS),
                    new ArtifactHandlers.Limits(1_000_000, Duration.ofDays(7))),
                new Ports.Spark(
                    new SparkMasters(vertx, List.of(spark.uri())),
                    new RunPlaces(
                        Optional.of(URI.create("http://master:8080/")),
                        Optional.of(URI.create("http://history:18080")),
                        Optional.of(URI.create("http://kibana:5601")),
                        Optional.of(URI.create("http://jaeger:16686")))),
                keyUses,
                new CommonConfig("none:1", "t", false, "127.0.0.1", 0, 1, 1, Optional.empty()),
                clock,
                new Random(1)),
            entrance,
            Optional.empty());
    operations = made.byId();
    gate =
        new RequestGate(
            entrance,
            entrance instanceof OpenDoor,
            new RateLimits(requestsPerSecond, () -> nanos),
            new RateLimits(1_000, () -> nanos),
            audit::add,
            made.labels(),
            clock);
    OpenTelemetry telemetry =
        OpenTelemetry.propagating(
            ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
    Contract loaded = Contract.load();
    contract = await(loaded.forRouting(vertx));
    validator = ResponseValidator.create(vertx, contract);
    server =
        new GatewayServer(
            "127.0.0.1",
            0,
            Optional.empty(),
            Duration.ofSeconds(10),
            () ->
                new ApiRouter(
                        vertx,
                        loaded,
                        telemetry,
                        telemetry.getTracer("test"),
                        meters,
                        gate,
                        operations)
                    .router(),
            streams::end,
            2);
    deployment = await(vertx.deployVerticle(server));
  }

  private ArchivedRuns archive() {
    return new ArchivedRuns() {
      @Override
      public Future<Optional<Run>> find(String id) {
        return archive.apply(id);
      }

      @Override
      public Future<Set<String>> succeededDetails(
          String job, String schedule, Instant from, Instant to) {
        return succeeded;
      }
    };
  }

  private TopicReader topics() {
    return new TopicReader() {
      @Override
      public List<ConsumerRecord<String, byte[]>> last(String cluster, String topic, int most) {
        return recent.apply(topic);
      }

      @Override
      public Set<String> topics(String cluster) {
        return existing;
      }

      @Override
      public void scan(
          String topic,
          String key,
          Instant since,
          Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
        recent.apply(topic).stream()
            .filter(one -> one.timestamp() >= since.toEpochMilli())
            .takeWhile(wantsMore)
            .forEach(one -> {});
      }

      @Override
      public Optional<ConsumerRecord<String, byte[]>> at(
          String cluster, String topic, int partition, long offset) {
        return recent.apply(topic).stream()
            .filter(one -> one.partition() == partition && one.offset() == offset)
            .findFirst();
      }
    };
  }

  private Journal journal() {
    return new Journal() {
      @Override
      public Future<Void> send(String topic, String key, byte[] json, String traceparent) {
        letters.apply(new ConsumerRecord<>(topic, 0, journalEnd.incrementAndGet(), key, json));
        return acknowledgement;
      }

      @Override
      public Future<Void> send(ProducerRecord<String, byte[]> outgoing) {
        written.add(outgoing);
        return acknowledgement;
      }
    };
  }

  /** Stops the HTTP server as the gateway's stop does. */
  Future<Void> stopServer() {
    return vertx.undeploy(deployment);
  }

  int port() {
    return server.port();
  }

  /** Sends without waiting for the answer. */
  CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  OpenAPIContract contract() {
    return contract;
  }

  /** An answer that fits the contract. */
  static final class Reply {
    private final int status;
    private final Map<String, String> headers;
    private final JsonNode body;
    private final byte[] bytes;

    Reply(int status, Map<String, String> headers, JsonNode body, byte[] bytes) {
      this.status = status;
      this.headers = headers;
      this.body = body;
      this.bytes = bytes;
    }

    int status() {
      return status;
    }

    Map<String, String> headers() {
      return headers;
    }

    /** The body if it is JSON. */
    JsonNode body() {
      return body;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    String at(String pointer) {
      return body.at(pointer).asText();
    }
  }

  Reply get(String path, String... headers) {
    return send(request("GET", path, null, headers));
  }

  Reply put(String path, String body, String... headers) {
    return send(request("PUT", path, body, headers));
  }

  Reply post(String path, String body, String... headers) {
    return send(request("POST", path, body, headers));
  }

  Reply delete(String path, String... headers) {
    return send(request("DELETE", path, null, headers));
  }

  /** A request with JSON's content type if it has a body. */
  HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      builder.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      builder.setHeader(headers[i], headers[i + 1]);
    }
    return builder.build();
  }

  Reply send(HttpRequest request) {
    HttpResponse<InputStream> response;
    byte[] bytes;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        // Of a stream that goes on for ever the head is enough.
        boolean endless =
            response.headers().firstValue("Content-Type").orElse("").contains("event-stream");
        bytes = endless ? new byte[0] : in.readAllBytes();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() >= 400) {
      assertThat(type).isEqualTo("application/problem+json");
    }
    boolean json = type.contains("json") && !type.contains("ndjson");
    checkContract(request, response.statusCode(), bytes, json);
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    JsonNode body = bytes.length == 0 || !json ? Json.mapper().missingNode() : Json.tree(bytes);
    if (response.statusCode() >= 400) {
      assertThat(body.path("status").asInt()).isEqualTo(response.statusCode());
      assertThat(body.path("type").asText()).startsWith("urn:kindling:problem:");
      assertThat(body.path("title").asText()).isNotEmpty();
      if (response.statusCode() != 414 && response.statusCode() != 431) {
        assertThat(body.path("instance").asText()).isEqualTo(request.uri().getRawPath());
      }
      assertThat(body.toString()).doesNotContain("Exception").doesNotContain("\tat ");
    }
    return new Reply(response.statusCode(), headers, body, bytes);
  }

  /** What the router refuses before an operation is reached is in no operation's contract. */
  private void checkContract(HttpRequest request, int status, byte[] bytes, boolean json) {
    io.vertx.openapi.contract.Operation operation =
        contract.findOperation(request.uri().getRawPath(), HttpMethod.valueOf(request.method()));
    if (operation == null || status == 500 || status == 414 || status == 431) {
      assertThat(status).isIn(404, 405, 414, 431, 500);
      return;
    }
    ValidatableResponse validatable =
        bytes.length == 0 || !json
            ? ValidatableResponse.create(status)
            : ValidatableResponse.create(status, Buffer.buffer(bytes), "application/json");
    await(validator.validate(validatable, operation.getOperationId()));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws Exception {
    store.close();
    await(vertx.fileSystem().deleteRecursive(folder.toString()));
    await(vertx.close());
  }
}
