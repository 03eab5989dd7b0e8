package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.http.ApiRouter;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRulesTest {
  private static ApiFixture api;

  @BeforeAll
  static void open() throws Exception {
    api = new ApiFixture();
  }

  @AfterAll
  static void close() throws Exception {
    api.close();
  }

  @Test
  void unknownPathsShouldAnswer404() {
    assertThat(api.get("/nothing/here").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/jobs/a/b/c").status()).isEqualTo(404);
  }

  @Test
  void unknownMethodsShouldAnswer405WithAllow() {
    // when
    Reply reply = api.delete("/api/v1/runs");

    // then
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers().get("allow")).contains("GET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|200",
        "*/*|200",
        "application/*|200",
        "text/html, application/json;q=0.5|200",
        "text/html, */*;q=0.1|200",
        "text/html|406",
        "application/xml|406",
        "application/json;q=0|406",
      })
  void acceptShouldBeHonoured(String accept, int status) {
    assertThat(api.send(api.request("GET", "/api/v1/jobs", null, "Accept", accept)).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|404",
        "application/json; charset=UTF-8|404",
        "Application/JSON|404",
        "application/json; charset=latin1|415",
        "text/plain|415",
        "application/x-www-form-urlencoded|415",
        "multipart/form-data; boundary=x|415",
      })
  void contentTypeShouldBeHonoured(String type, int status) {
    assertThat(
            api.send(api.request("POST", "/api/v1/jobs/none/runs", "{}", "Content-Type", type))
                .status())
        .isEqualTo(status);
  }

  @Test
  void bodiesShouldBeLimited() {
    // given
    String large = "{\"description\": \"" + "x".repeat(ApiRouter.BODY_LIMIT_BYTES) + "\"}";

    // when, then
    assertThat(api.put("/api/v1/jobs/wc", large).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "5",
        "\"text\"",
        "null",
        "{} {}",
        "{\"a\": 1, \"a\": 2}",
        "{'a': 1}",
        "{\"a\":}",
        " ",
        "NaN",
        "{\"a\": \"\u0001\"}"
      })
  void brokenJsonShouldAnswer400(String body) {
    // when
    Reply reply = api.put("/api/v1/jobs/wc", body);

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errors/0/field")).isEmpty();
  }

  @Test
  void deepJsonShouldAnswer400() {
    // when
    Reply reply =
        api.put("/api/v1/jobs/wc", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errors/0/message")).contains("nested too deeply");
  }

  @Test
  void brokenPathsShouldAnswer400() {
    assertThat(api.send(raw("/api/v1/jobs/%C3")).status()).isIn(400, 404);
  }

  @Test
  void ourOwnFaultsShouldAnswer500AndTellNothing() {
    // given
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
    api.logs = query -> Future.failedFuture(new IllegalStateException("secret"));
    Reply failed = api.get("/api/v1/runs/r1/logs");
    api.logs =
        query -> {
          throw new IllegalStateException("secret");
        };
    Reply threw = api.get("/api/v1/runs/r1/logs");

    // then
    assertThat(failed.status()).isEqualTo(500);
    assertThat(threw.status()).isEqualTo(500);
    assertThat(failed.body().toString() + threw.body()).doesNotContain("secret");
  }

  @Test
  void requestsShouldBeTimed() {
    // when
    api.get("/api/v1/schedules");

    // then
    assertThat(
            api.meters
                .timer("kindling.gateway.requests", "operation", "listSchedules", "status", "200")
                .count())
        .isPositive();
  }

  private static java.net.http.HttpRequest raw(String path) {
    return api.request("GET", path, null);
  }
}
