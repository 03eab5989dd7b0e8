package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} of each service at a random moment while ten runs are under way. The seed is
 * printed; {@code -Dkindling.seed=…} repeats one.
 */
@ExtendWith(WholeSystem.class)
class KillServicesIT {
  private static final int RUNS = 10;
  private static final Duration END = Duration.ofMinutes(4);

  @Test
  void everyRunShouldEndOnceAndEveryByteBeShippedOnceWhateverServiceDies(WholeSystem.Running system)
      throws IOException {
    long seed = Long.getLong("kindling.seed", System.nanoTime());
    System.out.println("KillServicesIT: repeat with -Dkindling.seed=" + seed);
    Random random = new Random(seed);

    // given
    system.register("probe", "killed");
    Path traces = system.folder("killed");
    List<String> runs = new ArrayList<>();
    for (int number = 0; number < RUNS; number++) {
      ObjectNode parameters = Json.mapper().createObjectNode();
      parameters.put("dir", traces.toString());
      parameters.put("lines", 200 + random.nextInt(800));
      parameters.put("tasks", number % 3 == 0 ? 2 : 0);
      parameters.put("seconds", 2 + random.nextInt(6));
      runs.add(system.api().run("killed", parameters, "kill-" + seed + "-" + number));
    }

    // when
    List<ServiceKind> order = new ArrayList<>(List.of(ServiceKind.values()));
    Collections.shuffle(order, random);
    for (ServiceKind kind : order) {
      ServiceProcess victim = system.stack().services().process(kind);
      Deadline.randomMoment(random, 4_000);
      System.out.println("KillServicesIT: kill -9 " + victim.name());
      victim.kill();
      Deadline.randomMoment(random, 2_000);
      victim.start();
    }

    // then
    Map<String, JsonNode> ended = new TreeMap<>();
    for (String id : runs) {
      ended.put(id, system.api().awaitEnd(id, END));
    }
    String hint = "seed " + seed;
    for (JsonNode run : ended.values()) {
      assertThat(run.path("state").asText()).as(hint + run.toPrettyString()).isEqualTo("SUCCEEDED");
    }
    oneFinalEventEach(system, runs, hint);
    oneTraceEachByTheAttemptThatClaimed(ended, traces, hint);
    everyByteInOneDocument(system, runs, hint);
  }

  private static void oneFinalEventEach(
      WholeSystem.Running system, List<String> runs, String hint) {
    Map<String, Integer> finals = new TreeMap<>();
    TopicDump.of(system.stack().kafka().bootstrap(), KindlingTopics.RUN_EVENTS.name()).stream()
        .map(event -> Json.tree(event.value()).path("data"))
        .filter(data -> Api.FINAL.contains(data.path("state").asText()))
        .forEach(data -> finals.merge(data.path("runId").asText(), 1, Integer::sum));
    for (String id : runs) {
      assertThat(finals.get(id)).as(hint + " final events of " + id).isEqualTo(1);
    }
  }

  private static void oneTraceEachByTheAttemptThatClaimed(
      Map<String, JsonNode> ended, Path traces, String hint) throws IOException {
    for (Map.Entry<String, JsonNode> run : ended.entrySet()) {
      List<Integer> claimed = new ArrayList<>();
      for (JsonNode attempt : run.getValue().path("attempts")) {
        if (attempt.hasNonNull("claimedAt")) {
          claimed.add(attempt.path("number").asInt());
        }
      }
      assertThat(claimed).as(hint + " granted attempts of " + run.getKey()).hasSize(1);
      try (Stream<Path> files = Files.list(traces)) {
        List<Path> own =
            files.filter(f -> f.getFileName().toString().startsWith(run.getKey())).toList();
        assertThat(own).as(hint + " traces of " + run.getKey()).hasSize(1);
        assertThat(own.get(0).getFileName()).hasToString(run.getKey() + "-" + claimed.get(0));
        assertThat(Files.readAllLines(own.get(0))).as(hint).hasSize(1);
      }
    }
  }

  private static void everyByteInOneDocument(
      WholeSystem.Running system, List<String> runs, String hint) throws IOException {
    try (ShippedLogs logs = new ShippedLogs(system)) {
      int files = 0;
      for (String id : runs) {
        files += logs.exact(id, hint).size();
      }
      System.out.println("KillServicesIT: " + files + " log files, each shipped exactly");
    }
  }
}
