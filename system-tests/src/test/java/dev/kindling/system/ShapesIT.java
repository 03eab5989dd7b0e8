package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that become runs together, or one after the other, on real parts. */
@ExtendWith(WholeSystem.class)
class ShapesIT {

  /** A job whose runs are for a day, or whatever a trigger makes of its events. */
  private static void register(ProbeRuns probes, String job) {
    probes.register(
        job,
        spec -> {
          ObjectNode properties = (ObjectNode) spec.at("/parameters/properties");
          properties.putObject("day");
        });
  }

  private static Map<String, Object> trigger(
      String job, Map<String, Object> source, Map<String, Object> shape, String day, String dir) {
    Map<String, Object> trigger = new HashMap<>(source);
    trigger.put("job", job);
    trigger.put("shape", shape);
    trigger.put("parameters", Map.of("dir", "'" + dir + "'", "lines", "1", "day", day));
    return trigger;
  }

  private static List<String> days(WholeSystem.Running system, String job) {
    List<String> days = new ArrayList<>();
    for (JsonNode run : system.api().get("/api/v1/runs?job=" + job).body().path("items")) {
      days.add(system.api().runOf(run.path("id").asText()).at("/parameters/day").toString());
    }
    return days;
  }

  @Test
  void reportShouldRunOnceWhenBothOfItsJobsHaveSucceededForTheDay(WholeSystem.Running system) {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    List.of("extract", "load", "report").forEach(job -> register(probes, job));
    Map<String, Object> join =
        Map.of(
            "key",
            "data.parameters.day",
            "within",
            "PT1H",
            "events",
            Map.of("extract", "data.job == 'extract'", "load", "data.job == 'load'"));
    Map<String, Object> trigger =
        trigger(
            "report",
            Map.of(
                "topic",
                "kindling.run-events",
                "filter",
                "event.type == 'dev.kindling.run.succeeded.v1' && data.job in ['extract', 'load']"),
            Map.of("join", join),
            "joined.extract.data.parameters.day",
            probes.folder().toString());
    system.api().put("/api/v1/triggers/report", trigger).expect(201);

    // when
    probes.start("extract", run -> run.put("day", "monday"));
    probes.start("extract", run -> run.put("day", "tuesday"));
    probes.start("load", run -> run.put("day", "tuesday"));

    // then
    Deadline.await(
        "a report for the day that is complete",
        ProbeRuns.END,
        () -> days(system, "report").equals(List.of("\"tuesday\"")));
    Deadline.await(
        "the other day waits, and says for what",
        ProbeRuns.SOON,
        () ->
            system
                .api()
                .get("/api/v1/triggers/report/status")
                .body()
                .at("/groups/0/waitingFor")
                .asText()
                .equals("It waits for \"load\"."));
    system.api().delete("/api/v1/triggers/report").expect(204);
  }

  @Test
  void driverShouldReadAllPayloadsFromALinkWhenTheBatchIsLarge(WholeSystem.Running system)
      throws ExecutionException, InterruptedException, IOException {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register(
        "read-all",
        spec -> {
          ((ObjectNode) spec.at("/parameters/properties")).putObject("orders");
          ((ArrayNode) spec.at("/spark/args")).add("--url").add("${param:orders}");
        });
    String topic = "large-" + UUID.randomUUID();
    Topics.create(system, topic);
    Map<String, Object> trigger =
        Map.of(
            "job",
            "read-all",
            "topic",
            topic,
            "shape",
            Map.of("batch", Map.of("count", 30, "file", Map.of("parameter", "orders"))),
            "parameters",
            Map.of(
                "dir",
                "'" + probes.folder() + "'",
                "lines",
                "1",
                "orders",
                "events.map(e, e.data)"));
    system.api().put("/api/v1/triggers/read-all", trigger).expect(201);

    // when: 30 events of 50 kB, more than a request, or a command line, could have
    String text = "ж".repeat(25_000);
    String[] events = new String[30];
    for (int i = 0; i < events.length; i++) {
      events[i] = "{\"n\":" + i + ",\"text\":\"" + text + "\"}";
    }
    Topics.send(system, topic, events);

    // then
    Deadline.await(
        "one run that ends",
        ProbeRuns.END,
        () ->
            system
                    .api()
                    .get("/api/v1/runs?job=read-all&state=SUCCEEDED")
                    .body()
                    .path("items")
                    .size()
                == 1);
    String run = system.api().get("/api/v1/runs?job=read-all").body().at("/items/0/id").asText();
    assertThat(Files.readAllLines(probes.folder().resolve("read").resolve(run + "-1")))
        .containsExactlyInAnyOrder(events);
    system.api().delete("/api/v1/triggers/read-all").expect(204);
  }

  @Test
  void batchShouldBecomeOneRunOfAllItsTopicsWhenTheSchedulerDiesMeanwhile(
      WholeSystem.Running system) throws ExecutionException, InterruptedException {
    // given: a pattern, and no topic yet that it matches
    ProbeRuns probes = new ProbeRuns(system);
    register(probes, "gather");
    String prefix = "orders-" + UUID.randomUUID();
    Map<String, Object> trigger =
        trigger(
            "gather",
            Map.of("topicPattern", prefix + "\\..*"),
            Map.of("dedup", Map.of("key", "data.n", "window", "PT1H"), "batch", Map.of("count", 3)),
            "events.map(e, e.data.n)",
            probes.folder().toString());
    system.api().put("/api/v1/triggers/gather", trigger).expect(201);
    Topics.create(system, prefix + ".eu", prefix + ".us");

    // when
    Topics.send(system, prefix + ".eu", "{\"n\": 1}", "{\"n\": 1}");
    Topics.send(system, prefix + ".us", "{\"n\": 2}");
    Deadline.await(
        "two events wait",
        ProbeRuns.SOON,
        () ->
            system.api().get("/api/v1/triggers/gather/status").body().path("waiting").asInt() == 2);
    ServiceProcess scheduler = system.stack().services().process(ServiceKind.SCHEDULER);
    scheduler.kill();
    Topics.send(system, prefix + ".us", "{\"n\": 2}", "{\"n\": 3}");
    scheduler.start();

    // then
    Deadline.await(
        "one run of three events",
        ProbeRuns.END,
        () -> {
          List<String> days = days(system, "gather");
          return days.size() == 1 && days.get(0).chars().filter(c -> c == ',').count() == 2;
        });
    assertThat(days(system, "gather").get(0)).contains("1", "2", "3");
    system.api().delete("/api/v1/triggers/gather").expect(204);
  }

  @Test
  void stormShouldStopTheTriggerAndItsEventsBecomeRunsWhenItIsResumed(WholeSystem.Running system)
      throws ExecutionException, InterruptedException {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    register(probes, "flooded");
    String topic = "flood-" + UUID.randomUUID();
    Topics.create(system, topic);
    Map<String, Object> trigger =
        trigger(
            "flooded",
            Map.of("topic", topic),
            Map.of("stormBreaker", Map.of("runs", 2, "per", "PT5S")),
            "data.n",
            probes.folder().toString());
    system.api().put("/api/v1/triggers/flooded", trigger).expect(201);

    // when
    Topics.send(system, topic, "{\"n\": 1}", "{\"n\": 2}", "{\"n\": 3}", "{\"n\": 4}");

    // then
    Deadline.await(
        "the trigger has stopped",
        ProbeRuns.SOON,
        () ->
            system
                .api()
                .get("/api/v1/triggers/flooded/status")
                .body()
                .path("phase")
                .asText()
                .equals("stopped"));
    Deadline.await(
        "what came before is under way", ProbeRuns.SOON, () -> days(system, "flooded").size() == 2);

    // when
    system.api().post("/api/v1/triggers/flooded/resume", null, null).expect(200);

    // then
    Deadline.await(
        "the others are runs, too", ProbeRuns.SOON, () -> days(system, "flooded").size() == 4);
    system.api().delete("/api/v1/triggers/flooded").expect(204);
  }
}
