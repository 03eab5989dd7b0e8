package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Spark cluster as the API shows it. */
class ClusterApiTest {
  /** The form of JsonProtocol, Spark 4.0.0. */
  private static final String PAGE =
      """
      {"url": "spark://m:7077", "status": "ALIVE",
       "workers": [
         {"id": "worker-1", "host": "10.0.0.7", "port": 7078, "webuiaddress": "http://10.0.0.7:8081",
          "cores": 8, "coresused": 3, "coresfree": 5, "memory": 30720, "memoryused": 4096,
          "memoryfree": 26624, "state": "ALIVE", "lastheartbeat": 1795255200000},
         {"id": "worker-0", "host": "10.0.0.6", "port": 7078, "webuiaddress": "http://10.0.0.6:8081",
          "cores": 8, "coresused": 8, "coresfree": 0, "memory": 30720, "memoryused": 30720,
          "memoryfree": 0, "state": "DEAD", "lastheartbeat": 1795250000000}],
       "activeapps": [{"id": "app-1", "state": "RUNNING"}, {"id": "app-2", "state": "WAITING"}],
       "activedrivers": [{"id": "driver-1", "state": "RUNNING"}]}
      """;

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void clusterShouldBeWhatItsMasterTells() {
    // given
    api.spark.pages.put("/json/", PAGE);

    // when
    JsonNode cluster = api.get("/api/v1/cluster").body();

    // then
    assertThat(cluster.path("status").asText()).isEqualTo("ALIVE");
    assertThat(cluster.path("workers").findValuesAsText("id"))
        .containsExactly("worker-1", "worker-0");
    assertThat(cluster.at("/workers/0/lastHeartbeat").asText()).isEqualTo("2026-11-21T10:00:00Z");
    // Of a worker that is dead nothing can be had.
    assertThat(cluster.at("/cores/total").asInt()).isEqualTo(8);
    assertThat(cluster.at("/cores/used").asInt()).isEqualTo(3);
    assertThat(cluster.at("/memoryMb/used").asInt()).isEqualTo(4096);
    assertThat(cluster.at("/applications/running").asInt()).isEqualTo(1);
    assertThat(cluster.at("/applications/waiting").asInt()).isEqualTo(1);
    assertThat(cluster.at("/drivers/waiting").asInt()).isZero();
    assertThat(cluster.toString()).doesNotContain("app-1").doesNotContain("driver-1");
  }

  @Test
  void masterThatIsNotAliveShouldBeBelievedNothingElse() {
    // given
    api.spark.pages.put("/json/", PAGE.replace("\"status\": \"ALIVE\"", "\"status\": \"STANDBY\""));

    // when
    JsonNode cluster = api.get("/api/v1/cluster").body();

    // then
    assertThat(cluster.path("status").asText()).isEqualTo("STANDBY");
    assertThat(cluster.path("workers")).isEmpty();
    assertThat(cluster.has("cores")).isFalse();
  }

  @Test
  void clusterShouldSayThatNoMasterAnswers() {
    // when
    Reply reply = api.get("/api/v1/cluster");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/status")).isEqualTo("UNREACHABLE");
    assertThat(reply.at("/masters/0/problem")).contains("which is no master's page");
  }
}
