package dev.kindling.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against a server that plays Elasticsearch's answers. */
class ElasticsearchLogSearchTest {
  private static final LogQuery QUERY =
      LogQueries.of(
          "r1", Optional.of("x"), Optional.empty(), Optional.empty(), 10, Optional.empty());

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<String> asked = new CompletableFuture<>();
  private volatile int status = 200;
  private volatile String answer = "{\"hits\": {\"hits\": []}}";
  private HttpServer server;
  private Elasticsearch elasticsearch;
  private ElasticsearchLogSearch search;

  @BeforeEach
  void open() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              asked.complete(request.method() + " " + request.uri());
                              request
                                  .response()
                                  .setStatusCode(status)
                                  .putHeader("Content-Type", "application/json")
                                  .end(answer);
                            }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    elasticsearch =
        new Elasticsearch(
            vertx, SearchAccess.open(URI.create("http://127.0.0.1:" + server.actualPort())));
    search = new ElasticsearchLogSearch(elasticsearch, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() throws Exception {
    elasticsearch.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void findShouldReadEveryField() throws Exception {
    // given
    answer =
        """
        {"hits": {"hits": [{"sort": [1763719200000000001, 42, "/w/app-1/0/stderr"], "_source": {
          "@timestamp": "2026-11-21T10:00:00.000000001Z", "message": "boom",
          "log": {"level": "ERROR", "logger": "Main", "offset": 42, "iostream": "stderr",
                  "file": {"path": "/w/app-1/0/stderr"}},
          "process": {"thread": {"name": "main"}},
          "error": {"type": "a.B", "message": "m", "stack_trace": "t"},
          "run": {"attempt": 2},
          "spark": {"role": "executor", "driver": {"id": "driver-1"}, "app": {"id": "app-1"},
                    "executor": {"id": "0"}, "worker": {"id": "w1"}}}}]}}
        """;

    // when
    LogPage page = find();

    // then
    assertThat(page.lines())
        .containsExactly(
            new LogLine(
                "2026-11-21T10:00:00.000000001Z",
                "ERROR",
                "Main",
                "main",
                "boom",
                "executor",
                "stderr",
                2L,
                "driver-1",
                "app-1",
                "0",
                "w1",
                "/w/app-1/0/stderr",
                42L,
                new LogLine.Thrown("a.B", "m", "t")));
    assertThat(LogCursor.of(page.next()).sort())
        .isEqualTo(
            Json.tree(
                "[1763719200000000001, 42, \"/w/app-1/0/stderr\"]"
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(asked.get(5, TimeUnit.SECONDS))
        .startsWith("POST /spark-logs/_search?")
        .contains("ignore_unavailable=true");
  }

  @Test
  void findShouldFindNothingBeforeThereIsALine() throws Exception {
    // when
    LogPage page = find();

    // then
    assertThat(page.lines()).isEmpty();
    assertThat(page.next()).isNull();
  }

  @Test
  void findShouldKeepTheCursorWhenThereIsNothingNew() throws Exception {
    // given
    LogCursor after = new LogCursor(Json.mapper().createArrayNode());
    after.sort().add(1L).add(2L).add("p");

    // when
    LogPage page =
        search
            .find(
                LogQueries.of(
                    "r1",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    10,
                    Optional.of(after)))
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    // then
    assertThat(page.next()).isEqualTo(after.text());
  }

  @Test
  void findShouldBlameTheTextWhenElasticsearchRefusesIt() {
    // given
    status = 400;
    answer = "{\"error\": {\"root_cause\": [{\"reason\": \"too many clauses\"}]}}";

    // when
    ProblemException refused = refused();

    // then
    assertThat(refused.problem().status()).isEqualTo(400);
    assertThat(refused.problem().errors().get(0).field()).isEqualTo("q");
    assertThat(refused.problem().errors().get(0).message()).contains("too many clauses");
  }

  @Test
  void findShouldFailWith503WhenElasticsearchIsOverloaded() {
    status = 429;
    assertThat(refused().problem().status()).isEqualTo(503);
  }

  @Test
  void findShouldFailWith503WhenTheAnswerIsNoJson() {
    answer = "<html>";
    assertThat(refused().problem().status()).isEqualTo(503);
  }

  @Test
  void findShouldFailWith503WhenElasticsearchIsAway() throws Exception {
    // given
    server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

    // when, then
    assertThat(refused().problem().status()).isEqualTo(503);
    assertThat(refused().retryAfterSeconds()).isPresent();
  }

  private LogPage find() throws Exception {
    return search.find(QUERY).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private ProblemException refused() {
    try {
      LogPage page = find();
      throw new AssertionError("found " + page);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(ProblemException.class);
      return (ProblemException) e.getCause();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
