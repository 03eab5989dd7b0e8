package dev.kindling.shipper.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.ManualClock;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
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
  void sweepShouldFailWithReasonWhenRightIsMissing() {
    server.index("spark-logs-2025.12.31");
    server.refuseDeletes();

    assertThatThrownBy(() -> retention.sweep())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("docs/elasticsearch-roles.yml");
  }
}
