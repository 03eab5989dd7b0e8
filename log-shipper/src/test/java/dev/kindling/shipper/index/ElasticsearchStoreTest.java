package dev.kindling.shipper.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.checkpoint.ResumePoint;
import dev.kindling.shipper.delivery.BulkOutcome;
import dev.kindling.shipper.delivery.ItemResult;
import dev.kindling.shipper.document.LogDocument;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract between the delivery and the real client, against scripted HTTP answers. */
class ElasticsearchStoreTest {
  private final Vertx vertx = Vertx.vertx();
  private FakeElasticsearch server;
  private ElasticsearchStore store;

  @BeforeEach
  void start() {
    server = FakeElasticsearch.start(vertx, 0);
    store = new ElasticsearchStore(SearchAccess.open(server.url()), Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void bulkShouldCreateWithOurIdsWhenTheServerIsWell() {
    BulkOutcome first = bulk();
    BulkOutcome second = bulk();

    assertThat(server.documents()).containsOnlyKeys("spark-logs-x/a", "spark-logs-x/b");
    assertThat(server.documents().get("spark-logs-x/a").getString("message")).isEqualTo("hello");
    assertThat(statuses(first)).containsExactly(201, 201);
    assertThat(statuses(second)).containsExactly(409, 409);
  }

  @Test
  void bulkShouldTellTheStatusWhenTheWholeRequestIsRefused() {
    for (int status : List.of(400, 401, 403, 404, 413, 429, 500, 503)) {
      server.next(FakeElasticsearch.error(status, "some_exception"));

      assertThat(bulk())
          .as("status %d", status)
          .isInstanceOfSatisfying(
              BulkOutcome.Refused.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(status);
                assertThat(refused.reason()).isNotBlank();
              });
    }
  }

  @Test
  void bulkShouldTellTheStatusWhenAProxyAnswersWithoutJson() {
    for (int status : List.of(413, 429, 502, 503, 504)) {
      server.next(FakeElasticsearch.plain(status));

      assertThat(bulk())
          .as("status %d", status)
          .isInstanceOfSatisfying(
              BulkOutcome.Refused.class, refused -> assertThat(refused.status()).isEqualTo(status));
    }
  }

  @Test
  void bulkShouldTellTheItemsErrorWhenOneIsRefused() {
    server.next(FakeElasticsearch.item(400, "document_parsing_exception"));

    assertThat(bulk())
        .isEqualTo(
            new BulkOutcome.Answered(
                List.of(new ItemResult(400, "document_parsing_exception", "because"))));
  }

  @Test
  void bulkShouldBeUnreachableWhenTheConnectionBreaks() {
    server.next(FakeElasticsearch.reset());

    assertThat(bulk()).isInstanceOf(BulkOutcome.Unreachable.class);
  }

  @Test
  void bulkShouldBeUnreachableWhenNoAnswerComes() {
    server.next(request -> request.pause());

    assertThat(bulk()).isInstanceOf(BulkOutcome.Unreachable.class);
  }

  @Test
  void bulkShouldBeUnreachableWhenNobodyListens() {
    server.close();

    assertThat(bulk()).isInstanceOf(BulkOutcome.Unreachable.class);
  }

  @Test
  void bulkShouldBeUnreachableWhenTheAnswerIsNoElasticsearch() {
    server.next(FakeElasticsearch.plain(200));

    assertThat(bulk()).isInstanceOf(BulkOutcome.Unreachable.class);
  }

  @Test
  void prepareShouldInstallComponentsBeforeTemplatesWhenTheServerIsWell() {
    assertThat(prepare()).isEmpty();
    assertThat(server.requests())
        .containsExactly(
            "GET /_index_template/spark-logs",
            "PUT /_component_template/spark-logs@settings",
            "PUT /_component_template/spark-logs@mappings",
            "PUT /_component_template/kindling-logs@mappings",
            "PUT /_index_template/spark-logs",
            "PUT /_index_template/kindling-logs",
            "POST /_index_template/_simulate_index/kindling-logs-2000.01.01",
            "POST /_index_template/_simulate_index/spark-logs-2000.01.01");
  }

  @Test
  void prepareShouldReplaceTemplatesWhenTheyAreOlder() {
    server.templateVersion(IndexTemplates.VERSION - 1);

    assertThat(prepare()).isEmpty();
    assertThat(server.requests()).contains("PUT /_index_template/spark-logs");
  }

  @Test
  void prepareShouldLeaveTemplatesWhenNewerShipperHasMadeThem() {
    server.templateVersion(IndexTemplates.VERSION + 1);

    assertThat(prepare()).isEmpty();
    assertThat(server.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void filesShouldHaveTheVersionOfTheTemplates() throws IOException {
    for (String file :
        List.of(
            "settings.json",
            "mappings.json",
            "template.json",
            "services-mappings.json",
            "services-template.json")) {
      try (InputStream in = IndexTemplates.class.getResourceAsStream(file)) {
        assertThat(new ObjectMapper().readTree(in).path("version").asInt())
            .as(file)
            .isEqualTo(IndexTemplates.VERSION);
      }
    }
  }

  @Test
  void prepareShouldSayWhatIsWrongWhenAnotherTemplateWins() {
    server.overrule(true);

    assertThat(prepare()).hasValueSatisfying(text -> assertThat(text).contains("priority"));
  }

  @Test
  void prepareShouldSayWhatIsWrongWhenNobodyListens() {
    server.close();

    assertThat(prepare()).hasValueSatisfying(text -> assertThat(text).contains("does not answer"));
  }

  private BulkOutcome bulk() {
    CompletableFuture<BulkOutcome> outcome = new CompletableFuture<>();
    store.bulk(List.of(document("a"), document("b")), outcome::complete);
    return outcome.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private Optional<String> prepare() {
    CompletableFuture<Optional<String>> done = new CompletableFuture<>();
    store.prepare(done::complete);
    return done.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static List<Integer> statuses(BulkOutcome outcome) {
    return ((BulkOutcome.Answered) outcome).items().stream().map(ItemResult::status).toList();
  }

  private static LogDocument document(String id) {
    byte[] body = "{\"message\":\"hello\"}".getBytes(UTF_8);
    return new LogDocument(id, "spark-logs-x", body, 0, ResumePoint.START, false, document -> {});
  }
}
