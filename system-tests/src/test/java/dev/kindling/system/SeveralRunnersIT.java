package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.json.Json;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two job-runners share the partitions; runs go on whatever becomes of either. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("nightly")
class SeveralRunnersIT {
  private static final int JOBS = 4;

  private static WholeSystem.Running system;
  private static ProbeRuns probes;
  private static ServiceProcess first;
  private static ServiceProcess second;

  @BeforeAll
  static void start() {
    system =
        new WholeSystem.Running(
            "runners ",
            builder ->
                builder
                    .workers(2, 8, "8g")
                    .onlyServices(ServiceKind.GATEWAY, ServiceKind.JOB_RUNNER)
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE", "PT30S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE_RENEWAL", "PT2S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_STRAY_AFTER", "PT10S"));
    probes = new ProbeRuns(system);
    for (int job = 0; job < JOBS; job++) {
      probes.register("job-" + job, 1);
    }
    first = system.stack().services().process(ServiceKind.JOB_RUNNER);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  /** One run of each job: their routing keys spread over the partitions. */
  private static List<String> runsOfAllJobs(double seconds) {
    List<String> runs = new ArrayList<>();
    for (int job = 0; job < JOBS; job++) {
      runs.add(probes.start("job-" + job, seconds));
    }
    runs.forEach(id -> probes.awaitBeat(id, 1));
    return runs;
  }

  private static void allSucceedInTheirFirstAttempt(List<String> runs) {
    for (String id : runs) {
      JsonNode run = probes.succeeds(id);
      assertThat(run.path("attempts").size()).as(run.toPrettyString()).isEqualTo(1);
      probes.neverTwoAtOnce(run);
    }
  }

  /** The URLs that own a partition by the table of owners. */
  private static Set<String> owners() {
    Map<String, String> byPartition = new HashMap<>();
    TopicDump.of(system.stack().kafka().bootstrap(), KindlingTopics.OWNERS.name())
        .forEach(
            owner -> byPartition.put(owner.key(), Json.tree(owner.value()).path("url").asText()));
    return new TreeSet<>(byPartition.values());
  }

  private static void awaitOwners(ServiceProcess... runners) {
    Set<String> urls = new TreeSet<>();
    for (ServiceProcess runner : runners) {
      urls.add(runner.url().toString());
    }
    Deadline.await("partitions are owned by " + urls, ProbeRuns.SOON, () -> owners().equals(urls));
  }

  @Test
  @Order(1)
  void runsShouldGoOnWhenAnotherRunnerComesAndTakesTheirPartitions() {
    List<String> runs = runsOfAllJobs(14);

    second = system.stack().services().startAnother(ServiceKind.JOB_RUNNER);

    awaitOwners(first, second);
    allSucceedInTheirFirstAttempt(runs);
  }

  @Test
  @Order(2)
  void runnerThatIsNotTheOwnerShouldNameTheOwner() {
    String body = "{\"runId\":\"none\",\"attempt\":1,\"token\":\"t\",\"host\":\"h\",\"pid\":1}";
    Map<Integer, List<Integer>> statuses = new HashMap<>();
    for (int partition = 0; partition < 4; partition++) {
      for (ServiceProcess runner : List.of(first, second)) {
        RawHttp.Reply reply =
            RawHttp.post(
                runner.url().resolve(GuardProtocol.CLAIMS_PATH),
                body,
                Map.of(GuardProtocol.PARTITION_HEADER, Integer.toString(partition)));
        statuses.computeIfAbsent(partition, p -> new ArrayList<>()).add(reply.status());
        if (reply.status() == 421) {
          URI other = runner == first ? second.url() : first.url();
          assertThat(reply.header(GuardProtocol.OWNER_HEADER)).isEqualTo(other.toString());
        }
      }
    }
    // The owner refuses a run that is not there; the other one does not answer for it.
    assertThat(statuses.values()).allMatch(both -> new TreeSet<>(both).equals(Set.of(409, 421)));
  }

  @Test
  @Order(3)
  void runsShouldGoOnWhenARunnerIsFrozenAndWhatItDoesWhenItWakesShouldCountForNothing() {
    List<String> runs = runsOfAllJobs(25);
    Instant frozen = Instant.now();

    second.pause();
    try {
      awaitOwners(first);
      System.out.println(
          "SeveralRunnersIT: job-runner frozen -> partitions moved: "
              + Duration.between(frozen, Instant.now()).toMillis()
              + " ms");
    } finally {
      second.resume();
    }

    allSucceedInTheirFirstAttempt(runs);
    awaitOwners(first, second);
    oneFinalEventEach(runs);
  }

  @Test
  @Order(4)
  void runsShouldGoOnWhenARunnerIsKilled() {
    List<String> runs = runsOfAllJobs(20);
    Instant killed = Instant.now();

    first.kill();

    awaitOwners(second);
    System.out.println(
        "SeveralRunnersIT: job-runner killed -> partitions moved: "
            + Duration.between(killed, Instant.now()).toMillis()
            + " ms");
    allSucceedInTheirFirstAttempt(runs);
    oneFinalEventEach(runs);
    first.start();
    awaitOwners(first, second);
  }

  @Test
  @Order(5)
  void runsShouldGoOnWhenARunnerStopsInOrder() {
    List<String> runs = runsOfAllJobs(10);
    Instant asked = Instant.now();

    second.stop();

    awaitOwners(first);
    System.out.println(
        "SeveralRunnersIT: job-runner stops -> partitions moved: "
            + Duration.between(asked, Instant.now()).toMillis()
            + " ms");
    allSucceedInTheirFirstAttempt(runs);
    second.start();
    awaitOwners(first, second);
  }

  @Test
  @Order(6)
  void strayGuardShouldBeKilledAndReportedAndAForeignDriverLeftAlone() {
    String stray = submit(GuardProtocol.GUARD_CLASS, strayEnvironment());
    String foreign = submit("dev.kindling.jobs.probe.Probe", Map.of());

    Deadline.await(
        "the stray guard is gone", ProbeRuns.SOON, () -> !activeDrivers().contains(stray));

    assertThat(activeDrivers()).contains(foreign);
    assertThat(TopicDump.of(system.stack().kafka().bootstrap(), KindlingTopics.RUN_EVENTS.name()))
        .filteredOn(event -> event.key().equals(stray))
        .isNotEmpty()
        .allMatch(
            event ->
                Json.tree(event.value())
                    .path("type")
                    .asText()
                    .equals("dev.kindling.driver.stray-killed.v1"));
    RawHttp.post(
        system.stack().master().rest().resolve("/v1/submissions/kill/" + foreign), "", Map.of());
  }

  private static void oneFinalEventEach(List<String> runs) {
    Map<String, Integer> finals = new HashMap<>();
    TopicDump.of(system.stack().kafka().bootstrap(), KindlingTopics.RUN_EVENTS.name()).stream()
        .map(event -> Json.tree(event.value()).path("data"))
        .filter(data -> Api.FINAL.contains(data.path("state").asText()))
        .forEach(data -> finals.merge(data.path("runId").asText(), 1, Integer::sum));
    assertThat(runs).allMatch(id -> finals.getOrDefault(id, 0) == 1);
  }

  private static List<String> activeDrivers() {
    return system.masterPage().path("activedrivers").findValuesAsText("id");
  }

  /** A guard that looks for a job-runner where there is none, for minutes. */
  private static Map<String, String> strayEnvironment() {
    Map<String, String> environment = new HashMap<>();
    environment.put(GuardProtocol.ENV_RUN_ID, "0197b3c4-1111-7222-8333-444455556666");
    environment.put(GuardProtocol.ENV_ATTEMPT, "1");
    environment.put(GuardProtocol.ENV_PARTITION, "0");
    environment.put(GuardProtocol.ENV_TOKEN, "of-nobody");
    environment.put(GuardProtocol.ENV_RUNNER_URLS, "http://127.0.0.1:1");
    environment.put(GuardProtocol.ENV_MAIN_CLASS, "dev.kindling.jobs.probe.Probe");
    environment.put("KINDLING_CLAIM_BOUND", "PT5M");
    return environment;
  }

  /** Submits a driver past Kindling. */
  private static String submit(String mainClass, Map<String, String> environment) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("action", "CreateSubmissionRequest");
    request.put("clientSparkVersion", "4.0.0");
    String jar = system.stack().bundles().jobsJar().toUri().toString();
    request.put("appResource", jar);
    request.put("mainClass", mainClass);
    request
        .putArray("appArgs")
        .add("--dir")
        .add(probes.folder().toString())
        .add("--seconds")
        .add("120");
    request.set("environmentVariables", Json.tree(environment));
    ObjectNode properties = request.putObject("sparkProperties");
    properties.put("spark.master", system.stack().masters().url());
    properties.put("spark.app.name", "past-kindling");
    properties.put("spark.driver.memory", "512m");
    properties.put("spark.jars", system.stack().bundles().agentJar().toUri() + "," + jar);
    RawHttp.Reply reply =
        RawHttp.post(
            system.stack().master().rest().resolve("/v1/submissions/create"),
            Json.text(request),
            Map.of());
    assertThat(reply.json().path("success").asBoolean()).as(reply.body()).isTrue();
    return reply.json().path("submissionId").asText();
  }
}
