package dev.kindling.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.stack.StackException;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.ProcessTable;
import dev.kindling.stack.process.Waiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each part starts, answers, and after SIGKILL starts again on its data, in a path with spaces. */
class PartsIT {
  private static final Bundles BUNDLES = Bundles.locate();
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;
  private Path folder;
  private final PortBook ports = new PortBook();

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(temporary.resolve("a folder with spaces"));
  }

  @AfterEach
  void clean() {
    ports.close();
    Folders.delete(folder);
  }

  @Test
  void kafkaShouldKeepItsTopicsWhenItIsKilledAndStartedAgain() throws Exception {
    // given
    try (KafkaBroker kafka =
        new KafkaBroker(
            new KafkaBroker.Config(
                "kafka",
                BUNDLES.kafkaClassPath(),
                folder.resolve("kafka"),
                folder.resolve("logs"),
                ports.choose(0),
                ports.choose(0),
                256,
                List.of(),
                Map.of()))) {
      kafka.start();
      try (Admin admin = admin(kafka)) {
        admin
            .createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
            .all()
            .get(10, TimeUnit.SECONDS);
      }
      // when
      kafka.kill();
      kafka.start();
      // then
      try (Admin admin = admin(kafka)) {
        assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).isEqualTo(Set.of("kept"));
      }
      kafka.close();
      assertNothingLeft(kafka);
    }
  }

  @Test
  void sparkShouldComeBackWhenWorkerAndMasterAreKilledAndStartedAgain() {
    SparkHome home = home();
    SparkMaster master =
        new SparkMaster(
            new SparkMaster.Config(
                "spark-master",
                home,
                folder.resolve("master"),
                folder.resolve("logs"),
                ports.choose(0),
                ports.choose(0),
                ports.choose(0),
                512,
                List.of(),
                false,
                Map.of()));
    SparkWorker worker =
        new SparkWorker(
            new SparkWorker.Config(
                "spark-worker-1",
                home,
                new SparkMasters(List.of(master)),
                folder.resolve("worker"),
                folder.resolve("logs"),
                ports.choose(0),
                ports.choose(0),
                2,
                "2g",
                512,
                Map.of(),
                Map.of()));
    try (master;
        worker) {
      // given
      master.start();
      worker.start();
      // when the worker dies, the master sees it, and it comes back on the same port
      worker.kill();
      awaitAliveWorkers(master, 0);
      worker.start();
      awaitAliveWorkers(master, 1);
      // when the master dies, the worker finds it again
      master.kill();
      master.start();
      awaitAliveWorkers(master, 1);
      assertThat(Probe.json(master.rest().resolve("/v1/submissions/readyz"))).isPresent();
      worker.close();
      master.close();
      assertNothingLeft(master);
      assertNothingLeft(worker);
    }
  }

  @Test
  void sparkMasterShouldSayWhyWhenItsPortIsTaken() {
    SparkHome home = home();
    int port = ports.choose(0);
    try (SparkMaster first = master("first", home, port);
        SparkMaster second = master("second", home, port)) {
      first.start();
      assertThatThrownBy(second::start)
          .isInstanceOf(StackException.class)
          .hasMessageContaining("second ended with exit code")
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void elasticsearchShouldKeepItsDocumentsWhenItIsKilledAndStartedAgain() throws Exception {
    Elasticsearch elasticsearch =
        new Elasticsearch(
            new Elasticsearch.Config(
                "elasticsearch",
                BUNDLES.elasticsearchHome(),
                folder.resolve("elasticsearch"),
                folder.resolve("logs"),
                ports.choose(0),
                ports.choose(0),
                512,
                Map.of(),
                List.of(),
                Optional.empty()));
    try (elasticsearch) {
      // given
      elasticsearch.start();
      URI document = elasticsearch.url().resolve("/things/_doc/1");
      HttpResponse<String> written =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(document)
                      .header("Content-Type", "application/json")
                      .PUT(HttpRequest.BodyPublishers.ofString("{\"kept\":true}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
      // when
      elasticsearch.kill();
      elasticsearch.start();
      // then
      assertThat(
              Waiter.until(
                  () ->
                      Probe.json(document)
                          .filter(found -> found.at("/_source/kept").asBoolean())
                          .isPresent(),
                  SOON))
          .isTrue();
      elasticsearch.close();
      assertNothingLeft(elasticsearch);
    } finally {
      elasticsearch.forget();
    }
  }

  @Test
  void pauseShouldSilenceThePartUntilItIsResumed() {
    SparkHome home = home();
    try (SparkMaster master = master("spark-master", home, ports.choose(0))) {
      master.start();
      master.pause();
      assertThat(master.isAlive()).isTrue();
      assertThat(Probe.json(master.ui().resolve("/json/"))).isEmpty();
      master.resume();
      assertThat(Waiter.until(() -> Probe.json(master.ui().resolve("/json/")).isPresent(), SOON))
          .isTrue();
    }
  }

  private SparkHome home() {
    return SparkHome.assemble(
        folder.resolve("spark home"), BUNDLES.sparkJars(), BUNDLES.sparkConfiguration(), List.of());
  }

  private SparkMaster master(String name, SparkHome home, int port) {
    return new SparkMaster(
        new SparkMaster.Config(
            name,
            home,
            folder.resolve(name),
            folder.resolve("logs"),
            port,
            ports.choose(0),
            ports.choose(0),
            512,
            List.of(),
            false,
            Map.of()));
  }

  private static Admin admin(KafkaBroker kafka) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap()));
  }

  private static void awaitAliveWorkers(SparkMaster master, int count) {
    assertThat(
            Waiter.until(
                () ->
                    Probe.json(master.ui().resolve("/json/"))
                        .filter(state -> state.path("status").asText().equals("ALIVE"))
                        .filter(state -> state.path("aliveworkers").asInt() == count)
                        .isPresent(),
                Duration.ofSeconds(45)))
        .as("%d alive workers", count)
        .isTrue();
  }

  private static void assertNothingLeft(ChildPart part) {
    part.groups().forEach(group -> assertThat(ProcessTable.inGroup(group)).isEmpty());
  }
}
