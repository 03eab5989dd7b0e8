package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.log.LogLine;
import dev.kindling.gateway.log.LogOrder;
import dev.kindling.gateway.log.LogPage;
import dev.kindling.gateway.log.LogQuery;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsApiTest {
  private static final String LOGS = "/api/v1/runs/r1/logs";

  private final List<LogQuery> asked = new CopyOnWriteArrayList<>();
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private static LogLine line(long offset, String message) {
    return new LogLine(
        "2026-11-21T10:00:00Z",
        "info",
        "a.B",
        "main",
        message,
        "driver",
        "stderr",
        1L,
        "driver-1",
        "app-1",
        null,
        "worker-1",
        "/work/stderr",
        offset,
        null);
  }

  /** A cursor of the arrival of a line, in seconds since 1970. */
  private static String cursor(long second) {
    String sort = "[" + second + "000000000,1,\"/work/stderr\"]";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sort.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(LogPage... pages) {
    AtomicInteger next = new AtomicInteger();
    api.logs =
        query -> {
          asked.add(query);
          int page = Math.min(next.getAndIncrement(), pages.length - 1);
          return Future.succeededFuture(pages[page]);
        };
  }

  @Test
  void contextShouldShowWhatIsAroundALine() {
    // given
    answer(
        new LogPage(List.of(line(20, "two"), line(10, "one")), cursor(1)),
        new LogPage(List.of(line(30, "three"), line(40, "four")), cursor(1)));

    // when
    Reply reply = api.get(LOGS + "/context?file=/work/stderr&offset=30&before=2&after=1");

    // then
    assertThat(reply.body().path("lines").findValuesAsText("message"))
        .containsExactly("one", "two", "three", "four");
    assertThat(reply.body().path("at").asInt()).isEqualTo(2);
    assertThat(asked).extracting(LogQuery::limit).containsExactly(2, 2);
    assertThat(asked)
        .extracting(LogQuery::order)
        .containsExactly(LogOrder.UP_THE_FILE, LogOrder.DOWN_THE_FILE);
  }

  @Test
  void contextOfNoLineShouldAnswer404() {
    // given
    answer(new LogPage(List.of(line(31, "another")), cursor(1)));

    // when, then
    assertThat(api.get(LOGS + "/context?file=/work/stderr&offset=30").status()).isEqualTo(404);
    assertThat(api.get(LOGS + "/context?file=/work/stderr").status()).isEqualTo(400);
    assertThat(api.get(LOGS + "/context?file=/work/stderr&offset=x").status()).isEqualTo(400);
  }

  @Test
  void firstErrorShouldBeTheOldestOfThem() {
    // given
    answer(new LogPage(List.of(line(7, "boom")), cursor(1)), new LogPage(List.of(), null));

    // when
    Reply found = api.get(LOGS + "/first-error?attempt=2");
    Reply none = api.get(LOGS + "/first-error");

    // then
    assertThat(found.at("/line/message")).isEqualTo("boom");
    assertThat(none.body().toString()).isEqualTo("{}");
    assertThat(asked.get(0).filter().words().failures()).isTrue();
    assertThat(asked.get(0).filter().place().attempt()).contains(2);
  }

  @Test
  void downloadShouldHaveEveryPage() {
    // given
    List<LogLine> full = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      full.add(line(i, "line " + i));
    }
    answer(new LogPage(full, cursor(1)), new LogPage(List.of(line(1_000, "last")), cursor(2)));

    // when
    Reply text = api.get(LOGS + "/download?level=info");

    // then
    assertThat(text.headers())
        .containsEntry("content-disposition", "attachment; filename=\"r1.log\"");
    assertThat(text.text().lines()).hasSize(1_001);
    assertThat(text.text())
        .startsWith("2026-11-21T10:00:00Z driver INFO a.B: line 0\n")
        .endsWith("driver INFO a.B: last\n");
    assertThat(asked.get(1).after()).isPresent();

    // when
    answer(new LogPage(List.of(line(1, "a")), cursor(1)));
    Reply ndjson = api.get(LOGS + "/download?format=ndjson");

    // then
    assertThat(ndjson.text()).startsWith("{\"timestamp\":").contains("\"message\":\"a\"");
  }

  @Test
  void downloadThatCannotBeginShouldBeAProblem() {
    // given
    api.logs = query -> Future.failedFuture(Problems.unavailable("Elasticsearch is away.", null));

    // when, then
    assertThat(api.get(LOGS + "/download").status()).isEqualTo(503);
  }

  @Test
  void followShouldTellEachLineOnceAndGoOnWhenTheStoreIsBack() throws Exception {
    // given a store that gives the last lines again, as each look goes back a little
    AtomicInteger looks = new AtomicInteger();
    api.logs =
        query -> {
          asked.add(query);
          return switch (looks.getAndIncrement()) {
            case 0 -> Future.succeededFuture(new LogPage(List.of(line(1, "one")), cursor(100)));
            case 1 -> Future.failedFuture(Problems.unavailable("away", null));
            default ->
                Future.succeededFuture(
                    new LogPage(List.of(line(1, "one"), line(2, "two")), cursor(101)));
          };
        };

    // when
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<InputStream> response =
        client.send(
            api.request("GET", LOGS + "/stream", null), HttpResponse.BodyHandlers.ofInputStream());
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String read = reader.readLine(); read != null; read = reader.readLine()) {
        lines.add(read);
        if (read.contains("\"message\":\"two\"")) {
          break;
        }
      }
    }

    // then
    assertThat(lines.stream().filter(read -> read.contains("\"one\""))).hasSize(1);
    assertThat(lines).contains("id: " + cursor(100), "id: " + cursor(101));
    assertThat(lines).anyMatch(read -> read.startsWith(": Elasticsearch does not answer"));
    assertThat(asked.get(2).order()).isEqualTo(LogOrder.ARRIVAL);
    assertThat(asked.get(2).filter().times().arrivedSince()).contains(Instant.ofEpochSecond(90));
  }

  @Test
  void searchShouldTakeEveryFilter() {
    // given
    answer(new LogPage(List.of(), null));

    // when
    Reply reply =
        api.get(
            LOGS
                + "?attempt=2&executor=3&from=2026-11-21T10:00:00Z&to=2026-11-21T11:00:00Z"
                + "&order=newest");
    Reply bad = api.get(LOGS + "?attempt=0&from=today&order=random");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(asked.get(0).filter().place().executor()).contains("3");
    assertThat(asked.get(0).order()).isEqualTo(LogOrder.NEWEST_FIRST);
    assertThat(bad.body().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("attempt", "from", "order");
  }
}
