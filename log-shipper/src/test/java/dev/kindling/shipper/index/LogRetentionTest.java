package dev.kindling.shipper.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.ManualClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRetentionTest {
  private static final Duration KEEP = Duration.ofDays(30);

  private final Vertx vertx = Vertx.vertx();
  private final ManualClock clock = new ManualClock();
  private FakeElasticsearch server;
  private LogRetention retention;

  @BeforeEach
  void start() {
    server = FakeElasticsearch.start(vertx, 0);
    retention =
        new LogRetention(
            SearchAccess.open(server.url()), Duration.ofSeconds(5), KEEP, ZoneOffset.UTC, clock);
  }

  @AfterEach
  void close() throws IOException {
    retention.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void sweepShouldDeleteDaysThatAreOverForLongerWhenTheyAreListed() throws IOException {
    // The manual clock stands at 2026-11-20.
    server.index("spark-logs-2026.10.20");
    server.index("spark-logs-2026.10.21");
    server.index("spark-logs-2025.12.31");
    server.index("spark-logs-2026.11.20");

    assertThat(retention.sweep()).containsExactly("spark-logs-2025.12.31", "spark-logs-2026.10.20");
    assertThat(server.requests())
        .contains("DELETE /spark-logs-2025.12.31", "DELETE /spark-logs-2026.10.20")
        .doesNotContain("DELETE /spark-logs-2026.10.21");
  }

  @Test
  void sweepShouldLeaveIndexWhenItsApplicationStillWrites() throws IOException {
    server.index("spark-logs-2026.01.01");
    server.lastLine(clock.instant().minus(Duration.ofDays(29)));

    assertThat(retention.sweep()).isEmpty();

    server.lastLine(clock.instant().minus(Duration.ofDays(31)));

    assertThat(retention.sweep()).containsExactly("spark-logs-2026.01.01");
  }

  @Test
  void sweepShouldTouchNothingElseWhenNameHasNoDay() throws IOException {
    server.index("spark-logs-dead-letters");
    server.index("spark-logs-undated");
    server.index("spark-logs-2026.02.31");

    assertThat(retention.sweep()).isEmpty();
  }

  @Test
  void sweepShouldDeleteLogsOfServicesAlikeWhenTheirDaysAreOver() throws IOException {
    server.index("kindling-logs-2025.12.31");
    server.index("kindling-logs-2026.11.19");

    assertThat(retention.sweep()).containsExactly("kindling-logs-2025.12.31");
  }

  @Test
  void sweepShouldHandDaysThatAreOverToTheServerWhenItHasLifecycleManagement() throws IOException {
    server.lifecycle();
    server.index("spark-logs-2026.11.20"); // today
    server.index("spark-logs-2026.11.19");
    server.index("kindling-logs-2025.12.31");
    Instant last = clock.instant().minus(Duration.ofHours(3));
    server.lastLine(last);

    assertThat(retention.sweep()).isEmpty();
    assertThat(server.settings())
        .containsOnlyKeys("spark-logs-2026.11.19", "kindling-logs-2025.12.31");
    JsonObject lifecycle =
        server
            .settings()
            .get("spark-logs-2026.11.19")
            .getJsonObject("index")
            .getJsonObject("lifecycle");
    assertThat(lifecycle.getString("name")).isEqualTo("kindling-logs");
    assertThat(lifecycle.getLong("origination_date")).isEqualTo(last.toEpochMilli());
    assertThat(server.requests()).noneMatch(request -> request.startsWith("DELETE"));
    assertThat(minimumAge()).isEqualTo(KEEP.toSeconds() + "s");
  }

  @Test
  void sweepShouldKeepPolicyUpToDateUntilOperatorMakesItTheirs() throws IOException {
    server.lifecycle();
    retention.sweep();
    JsonObject meta = server.policy().getJsonObject("policy").getJsonObject("_meta");
    meta.put("keep", "PT1H"); // as a shipper with other settings made it

    retention.sweep();
    assertThat(server.policy().getJsonObject("policy").getJsonObject("_meta").getString("keep"))
        .isEqualTo(KEEP.toString());

    JsonObject theirs =
        new JsonObject().put("policy", new JsonObject().put("phases", new JsonObject()));
    server.policy().clear().mergeIn(theirs);
    retention.sweep();
    assertThat(server.policy()).isEqualTo(theirs);
  }

  private String minimumAge() {
    return server
        .policy()
        .getJsonObject("policy")
        .getJsonObject("phases")
        .getJsonObject("delete")
        .getString("min_age");
  }

  @Test
  void sweepShouldFailWithReasonWhenRightIsMissing() {
    server.index("spark-logs-2025.12.31");
    server.refuseDeletes();

    assertThatThrownBy(() -> retention.sweep())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("docs/elasticsearch-roles.yml");
  }
}
