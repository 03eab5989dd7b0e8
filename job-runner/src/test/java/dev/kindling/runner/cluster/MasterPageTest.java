package dev.kindling.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.DriverState;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import dev.kindling.runner.testing.TestRuns;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MasterPageTest {
  /** As JsonProtocol of Spark 4.0.0 writes it. */
  static final String PAGE =
      """
      {"url":"spark://127.0.0.1:17077","aliveworkers":1,"cores":4,"coresused":1,
       "workers":[
        {"id":"worker-1","host":"127.0.0.1","port":1,"state":"ALIVE","cores":4,"coresused":1,
         "coresfree":3,"memory":2048,"memoryused":512,"memoryfree":1536,"resources":{}},
        {"id":"worker-0","state":"DEAD","cores":4,"coresused":0,"coresfree":4,"memory":2048,
         "memoryused":0,"memoryfree":2048}],
       "activeapps":[],"completedapps":[],
       "activedrivers":[
        {"id":"driver-20261120230559-1609","starttime":"1795215959915","state":"RUNNING","cores":1,
         "memory":512,"resources":{},"submitdate":"Fri Nov 20 23:05:59 UTC 2026",
         "worker":"worker-1","mainclass":"Guard"},
        {"id":"driver-2","state":"SUBMITTED","worker":"None","mainclass":"Guard"}],
       "completeddrivers":[
        {"id":"driver-3","state":"ERROR","worker":"worker-0","mainclass":"Guard"},
        {"id":"driver-4","state":"SOMETHING_NEW","worker":"worker-1","mainclass":"Other"}],
       "status":"ALIVE"}""";

  private static ClusterView read(String page) {
    return MasterPage.read(Json.read(page, JsonNode.class), TestRuns.START);
  }

  @Test
  void readShouldTellTheMastersStateAndItsLiveWorkersOnly() {
    ClusterView view = read(PAGE);

    assertThat(view.isAlive()).isTrue();
    assertThat(view.workers()).containsExactly(new WorkerSlots("worker-1", 3, 1536));
    assertThat(view.takenAt()).isEqualTo(TestRuns.START);
  }

  @Test
  void readShouldTellActiveAndCompletedDrivers() {
    assertThat(read(PAGE).drivers())
        .isEqualTo(
            Map.of(
                "driver-20261120230559-1609",
                new DriverOnMaster(DriverState.RUNNING, "worker-1", "Guard", 1, 512),
                "driver-2",
                new DriverOnMaster(DriverState.SUBMITTED, null, "Guard"),
                "driver-3",
                new DriverOnMaster(DriverState.ERROR, "worker-0", "Guard"),
                "driver-4",
                new DriverOnMaster(DriverState.UNKNOWN, "worker-1", "Other")));
    assertThat(read(PAGE).waitingDrivers()).isEqualTo(1);
  }

  @Test
  void readShouldNotBeAliveWhileTheMasterRecoversOrThePageIsAnother() {
    assertThat(read(PAGE.replace("\"ALIVE\"}", "\"RECOVERING\"}")).isAlive()).isFalse();
    assertThat(read("{\"applications\":\"\"}").isAlive()).isFalse();
    assertThat(read("{}").workers()).isEmpty();
  }
}
