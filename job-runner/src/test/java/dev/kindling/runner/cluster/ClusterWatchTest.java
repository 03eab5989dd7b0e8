package dev.kindling.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.runner.testing.ScriptedServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real HTTP. */
class ClusterWatchTest {
  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<ClusterView> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private ClusterWatch watch(URI... masters) throws Exception {
    ClusterWatch watch =
        new ClusterWatch(
            Stream.of(masters)
                .map(ui -> new Master(URI.create("http://rest-of-" + ui.getPort()), ui))
                .toList(),
            Duration.ofMillis(20),
            InstantSource.system(),
            new SimpleMeterRegistry(),
            seen::add);
    vertx.deployVerticle(watch).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return watch;
  }

  private ClusterView next() throws InterruptedException {
    ClusterView view = seen.poll(10, TimeUnit.SECONDS);
    assertThat(view).as("a look at the master within 10 s").isNotNull();
    return view;
  }

  @Test
  void watchShouldLookAgainAndAgain() throws Exception {
    try (ScriptedServer master =
        ScriptedServer.answering(200, "application/json;charset=utf-8", MasterPageTest.PAGE)) {
      ClusterWatch watch = watch(master.uri());

      assertThat(next().isAlive()).isTrue();
      assertThat(next().isAlive()).isTrue();
      assertThat(master.requests().get(0)).startsWith("GET /json/ HTTP/1.1");
      assertThat(watch.health().ok()).isTrue();
      assertThat(watch.health().detail()).contains("1 workers");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200,text/html,<html>every unknown path answers so</html>",
    "500,application/json,{}",
    "200,application/json,{"
  })
  void watchShouldNotTakeAnyOtherPageForTheMasters(int status, String type, String body)
      throws Exception {
    try (ScriptedServer master = ScriptedServer.answering(status, type, body)) {
      ClusterWatch watch = watch(master.uri());

      ClusterView view = next();
      assertThat(view.status()).isEqualTo(ClusterView.UNREACHABLE);
      assertThat(view.detail()).isNotBlank();
      assertThat(watch.health().ok()).isFalse();
    }
  }

  @Test
  void watchShouldFindTheMasterThatIsAlive() throws Exception {
    String standby = "{\"status\":\"STANDBY\",\"workers\":[],\"activedrivers\":[]}";
    try (ScriptedServer first = ScriptedServer.answering(200, "application/json", standby);
        ScriptedServer second =
            ScriptedServer.answering(200, "application/json", MasterPageTest.PAGE)) {
      ClusterWatch watch = watch(ScriptedServer.nobody(), first.uri(), second.uri());

      ClusterView view = next();

      assertThat(view.isAlive()).isTrue();
      assertThat(view.master().ui()).isEqualTo(second.uri());
      assertThat(view.workers()).hasSize(1);
      assertThat(watch.health().detail()).contains(second.uri().toString());
    }
  }

  @Test
  void watchShouldSayThatNobodyAnswersAndGoOnLooking() throws Exception {
    ClusterWatch watch = watch(ScriptedServer.nobody());

    assertThat(next().status()).isEqualTo(ClusterView.UNREACHABLE);
    assertThat(next().status()).isEqualTo(ClusterView.UNREACHABLE);
    assertThat(watch.health().detail()).contains("UNREACHABLE");
  }
}
