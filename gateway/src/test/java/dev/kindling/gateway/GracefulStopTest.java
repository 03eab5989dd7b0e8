package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.log.LogPage;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GracefulStopTest {
  @Test
  void stopShouldLetARequestInFlightFinish() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      // given a request that waits for its answer
      api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
      CountDownLatch arrived = new CountDownLatch(1);
      Promise<LogPage> page = Promise.promise();
      api.logs =
          query -> {
            arrived.countDown();
            return page.future();
          };
      CompletableFuture<HttpResponse<String>> reply =
          api.sendAsync(api.request("GET", "/api/v1/runs/r1/logs", null));
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      // when the gateway stops meanwhile
      Future<Void> stopped = api.stopServer();
      assertThat(stopped.isComplete()).isFalse();
      page.complete(new LogPage(List.of(), null));

      // then
      assertThat(reply.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      ApiFixture.await(stopped);
    }
  }
}
