package dev.kindling.runner.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.run.DriverState;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of the master's web UI (JsonProtocol of Spark 4.0.0). */
final class MasterPage {
  private MasterPage() {}

  static ClusterView read(JsonNode page, Instant now) {
    List<WorkerSlots> workers = new ArrayList<>();
    for (JsonNode worker : page.path("workers")) {
      if ("ALIVE".equals(worker.path("state").asText())) {
        workers.add(
            new WorkerSlots(
                worker.path("id").asText(),
                worker.path("coresfree").asInt(),
                worker.path("memoryfree").asInt(),
                authority(worker.path("webuiaddress").asText(""))));
      }
    }
    Map<String, DriverOnMaster> drivers = new HashMap<>();
    for (String list : List.of("completeddrivers", "activedrivers")) {
      for (JsonNode driver : page.path(list)) {
        drivers.put(driver.path("id").asText(), driver(driver));
      }
    }
    return new ClusterView(
        page.path("status").asText("UNKNOWN"), null, workers, drivers, null, now);
  }

  private static String authority(String url) {
    try {
      return new URI(url).getRawAuthority();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static DriverOnMaster driver(JsonNode driver) {
    String worker = driver.path("worker").asText("");
    return new DriverOnMaster(
        DriverState.of(driver.path("state").asText()),
        worker.isEmpty() || "None".equals(worker) ? null : worker,
        driver.path("mainclass").asText(),
        driver.path("cores").asInt(),
        driver.path("memory").asInt());
  }
}
