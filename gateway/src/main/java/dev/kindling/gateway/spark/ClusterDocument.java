package dev.kindling.gateway.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How it stands with the cluster, the schema {@code Cluster} of the contract; read of the page of
 * the master that is ALIVE (JsonProtocol of Spark 4.0.0). It names no application or driver, which
 * may be of somebody else's job.
 *
 * @param status ALIVE, or the most telling of those of the masters
 * @param masters each with its own status
 * @param cores of the workers that are alive, and how many are in use; null without an ALIVE master
 * @param memoryMb of them
 */
record ClusterDocument(
    String status,
    List<Master> masters,
    List<Worker> workers,
    Share cores,
    Share memoryMb,
    Crowd applications,
    Crowd drivers) {
  private static final List<String> MOST_TELLING =
      List.of(SparkMasters.ALIVE, "COMPLETING_RECOVERY", "RECOVERING", "STANDBY");

  record Master(String url, String status, String problem) {}

  record Worker(
      String id,
      String state,
      String host,
      String webUi,
      Share cores,
      Share memoryMb,
      Instant lastHeartbeat) {}

  record Share(long total, long used) {}

  record Crowd(long running, long waiting) {}

  static ClusterDocument of(List<SparkMasters.Look> looks) {
    String status =
        MOST_TELLING.stream()
            .filter(word -> looks.stream().anyMatch(look -> look.status().equals(word)))
            .findFirst()
            .orElse("UNREACHABLE");
    List<Master> masters =
        looks.stream()
            .map(look -> new Master(look.master().toString(), look.status(), look.problem()))
            .toList();
    if (!status.equals(SparkMasters.ALIVE)) {
      // What a master lists that is not ALIVE means nothing.
      return new ClusterDocument(status, masters, List.of(), null, null, null, null);
    }
    JsonNode page =
        looks.stream()
            .filter(look -> look.status().equals(SparkMasters.ALIVE))
            .findFirst()
            .flatMap(SparkMasters.Look::page)
            .orElse(MissingNode.getInstance());
    List<Worker> workers = new ArrayList<>();
    page.path("workers").forEach(worker -> workers.add(worker(worker)));
    return new ClusterDocument(
        status,
        masters,
        workers,
        sum(workers, Worker::cores),
        sum(workers, Worker::memoryMb),
        crowd(page.path("activeapps"), "WAITING"),
        crowd(page.path("activedrivers"), "SUBMITTED"));
  }

  private static Worker worker(JsonNode worker) {
    return new Worker(
        worker.path("id").asText(),
        worker.path("state").asText(),
        worker.path("host").asText(),
        worker.path("webuiaddress").asText(),
        new Share(worker.path("cores").asLong(), worker.path("coresused").asLong()),
        new Share(worker.path("memory").asLong(), worker.path("memoryused").asLong()),
        Instant.ofEpochMilli(worker.path("lastheartbeat").asLong()));
  }

  private static Share sum(List<Worker> workers, Function<Worker, Share> share) {
    List<Share> alive =
        workers.stream().filter(one -> one.state().equals(SparkMasters.ALIVE)).map(share).toList();
    return new Share(
        alive.stream().mapToLong(Share::total).sum(), alive.stream().mapToLong(Share::used).sum());
  }

  private static Crowd crowd(JsonNode active, String waitingState) {
    long waiting = 0;
    for (JsonNode one : active) {
      waiting += one.path("state").asText().equals(waitingState) ? 1 : 0;
    }
    return new Crowd(active.size() - waiting, waiting);
  }
}
