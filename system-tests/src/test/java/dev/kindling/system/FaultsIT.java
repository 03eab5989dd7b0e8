package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.stack.parts.SparkWorker;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What happens when X dies, on real parts, with a lease of 20 s so that a test need not wait for
 * 45. Each test prints how long it took; docs/operations.md has the table.
 */
class FaultsIT {
  private static final Wire WIRE = new Wire();
  private static WholeSystem.Running system;
  private static ProbeRuns probes;

  @BeforeAll
  static void start() {
    system =
        new WholeSystem.Running(
            "faults ",
            builder ->
                builder
                    .workers(2, 4, "4g")
                    // The workers too: they tell that they live four times in it, every 15 s
                    // by default, and a driver whose worker was taken for dead is killed.
                    .masterProperty("spark.worker.timeout", "8")
                    .workerProperty("spark.worker.timeout", "8")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE", "PT20S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE_RENEWAL", "PT2S")
                    // Guards reach the job-runner through a wire that a test can cut.
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_RUNNER_URL", WIRE.url().toString()));
    WIRE.leadsTo(system.stack().services().process(ServiceKind.JOB_RUNNER).url());
    probes = new ProbeRuns(system);
    probes.register("once", 1);
    probes.register("twice", 2);
  }

  @AfterAll
  static void stop() {
    system.close();
    WIRE.close();
  }

  private static void took(String row, Instant since) {
    System.out.println(
        "FaultsIT: " + row + ": " + Duration.between(since, Instant.now()).toMillis() + " ms");
  }

  @Test
  void driverKilledShouldBeLostAndFollowedAtOnce() {
    String id = probes.running("twice", 4);
    Instant killed = Instant.now();

    probes.killDriver(id);
    probes.awaitBeat(id, 2);
    took("driver killed -> next attempt runs", killed);

    JsonNode run = probes.succeeds(id);
    assertThat(failureClass(run, 0)).isEqualTo("LOST");
    assertThat(run.path("attempts").path(0).path("reason").asText()).contains("without a word");
    probes.neverTwoAtOnce(run);
  }

  @Test
  void workerKilledShouldCostAnAttemptAndNeverDoubleIt() {
    String id = probes.running("twice", 40);
    SparkWorker worker = workerOf(id);
    Instant killed = Instant.now();

    worker.kill();
    try {
      probes.awaitBeat(id, 2);
      took("worker killed -> next attempt runs", killed);
      probes.neverTwoAtOnce(system.api().runOf(id));
      assertThat(failureClass(system.api().runOf(id), 0)).isEqualTo("LOST");
    } finally {
      worker.start();
    }
    cancel(id);
  }

  @Test
  void workerFrozenShouldChangeNothingForItsDriver() {
    String id = probes.running("once", 16);
    SparkWorker worker = workerOf(id);

    worker.pause();
    try {
      // The master gives the worker up after 8 s and calls its driver ERROR; the guard knows
      // better.
      JsonNode run = probes.succeeds(id);
      assertThat(run.path("attempts").size()).isEqualTo(1);
      probes.neverTwoAtOnce(run);
    } finally {
      worker.resume();
    }
    awaitWorkers(2);
  }

  @Test
  void masterKilledAndBackShouldChangeNothingForWhatRuns() {
    String id = probes.running("once", 15);
    Instant killed = Instant.now();

    system.stack().master().kill();
    String waiting = probes.start("once", 1);
    system
        .api()
        .awaitRun(
            waiting,
            ProbeRuns.SOON,
            run -> run.path("waitingFor").asText().contains("an ALIVE Spark master"));
    system.stack().master().start();

    probes.succeeds(waiting);
    took("master killed and back (FILESYSTEM) -> a waiting run has run", killed);
    assertThat(probes.succeeds(id).path("attempts").size()).isEqualTo(1);
    awaitWorkers(2);
  }

  @Test
  void brokerKilledAndBackShouldChangeNothingForWhatRuns() {
    String id = probes.running("once", 15);
    Instant killed = Instant.now();

    system.stack().kafka().kill();
    system.stack().kafka().start();
    took("broker back", killed);

    JsonNode run = probes.succeeds(id);
    assertThat(run.path("attempts").size()).isEqualTo(1);
    probes.neverTwoAtOnce(run);
    probes.succeeds(probes.start("once", 1));
    took("broker killed and back -> a new run has run", killed);
  }

  @Test
  void elasticsearchKilledShouldChangeNothingForRuns() {
    system.stack().elasticsearch().kill();
    try {
      probes.succeeds(probes.start("once", 1));
    } finally {
      system.stack().elasticsearch().start();
    }
  }

  @Test
  void gatewayAndSchedulerKilledShouldChangeNothingForWhatRuns() {
    String id = probes.running("once", 8);
    for (ServiceKind kind : new ServiceKind[] {ServiceKind.GATEWAY, ServiceKind.SCHEDULER}) {
      ServiceProcess victim = system.stack().services().process(kind);
      Instant killed = Instant.now();
      victim.kill();
      victim.start();
      took(kind + " killed -> ready again", killed);
    }
    assertThat(probes.succeeds(id).path("attempts").size()).isEqualTo(1);
  }

  @Test
  void jobRunnerKilledAndBackShouldChangeNothingForWhatRuns() {
    String id = probes.running("once", 10);
    ServiceProcess runner = system.stack().services().process(ServiceKind.JOB_RUNNER);
    Instant killed = Instant.now();

    runner.kill();
    runner.start();
    took("job-runner killed -> ready again", killed);

    JsonNode run = probes.succeeds(id);
    assertThat(run.path("attempts").size()).isEqualTo(1);
    probes.neverTwoAtOnce(run);
  }

  @Test
  void shortCutBetweenGuardAndRunnerShouldChangeNothing() {
    String id = probes.running("once", 14);

    WIRE.cut();
    Deadline.poll(Duration.ofSeconds(8), () -> false);
    WIRE.mend();

    JsonNode run = probes.succeeds(id);
    assertThat(run.path("attempts").size()).isEqualTo(1);
  }

  @Test
  void longCutBetweenGuardAndRunnerShouldHaltTheDriverBeforeTheNextAttemptBegins() {
    String id = probes.running("twice", 90);
    ProcessHandle driver = probes.driver(id);
    Instant cut = Instant.now();

    WIRE.cut();
    try {
      Deadline.await("the driver halts", ProbeRuns.SOON, () -> !driver.isAlive());
      took("guard cut off -> driver halted by its lease", cut);
      assertThat(Duration.between(cut, Instant.now())).isLessThan(Duration.ofSeconds(22));
    } finally {
      WIRE.mend();
    }
    probes.awaitBeat(id, 2);
    took("guard cut off -> next attempt runs", cut);
    JsonNode run = system.api().runOf(id);
    assertThat(failureClass(run, 0)).isEqualTo("LOST");
    probes.neverTwoAtOnce(run);
    cancel(id);
  }

  @Test
  void threadThatTheJobLeftShouldNotKeepTheRun() {
    String id = probes.start("once", parameters -> parameters.put("end", "linger"));

    JsonNode run = probes.succeeds(id);

    assertThat(run.path("reason").asText()).contains("main method returned");
  }

  @Test
  void heapThatIsFullShouldBeOutOfMemoryAndTheNextAttemptGetMore() {
    String id = probes.start("twice", parameters -> parameters.put("end", "heap"));

    JsonNode run = probes.end(id);

    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(failureClass(run, 0)).isEqualTo("OUT_OF_MEMORY");
    assertThat(run.path("attempts").path(0).has("memory")).isFalse();
    assertThat(run.path("attempts").path(1).path("memory").path("driverMb").asInt()).isEqualTo(768);
    assertThat(run.path("reason").asText()).contains("OutOfMemoryError");
  }

  @Test
  void missingJarShouldFailAtOnceAndNameTheFile() {
    probes.register(
        "no-jar",
        spec -> {
          ProbeRuns.attempts(spec, 3);
          ((ObjectNode) spec.path("spark")).put("appResource", "file:/not/there.jar");
        });

    JsonNode run = probes.end(probes.start("no-jar", 0));

    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(run.path("attempts").size()).isEqualTo(1);
    assertThat(failureClass(run, 0)).isEqualTo("MISCONFIGURED");
    assertThat(run.path("reason").asText()).contains("spark/appResource");
  }

  @Test
  void corruptJarShouldFailAtOnceAndNameTheClassThatIsNotInIt() throws IOException {
    Path corrupt = Files.writeString(probes.folder().resolve("corrupt.jar"), "no jar at all");
    probes.register(
        "corrupt-jar",
        spec -> {
          ProbeRuns.attempts(spec, 3);
          ((ObjectNode) spec.path("spark")).put("appResource", corrupt.toUri().toString());
        });

    JsonNode run = probes.end(probes.start("corrupt-jar", 0));

    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("FAILED");
    assertThat(run.path("attempts").size()).isEqualTo(1);
    assertThat(failureClass(run, 0)).isEqualTo("MISCONFIGURED");
    assertThat(run.path("reason").asText()).contains("Probe");
  }

  @Test
  void cancelShouldGiveTheDriverItsGraceAndEndIt() {
    String id = probes.running("once", 600);
    Instant asked = Instant.now();

    cancel(id);

    took("cancel -> CANCELLED", asked);
    assertThat(
            system
                .api()
                .runOf(id)
                .path("attempts")
                .path(0)
                .path("outcome")
                .path("exitCode")
                .asInt())
        .as("SIGTERM, not SIGKILL: shutdown hooks ran")
        .isEqualTo(143);
  }

  private static void cancel(String id) {
    system.api().post("/api/v1/runs/" + id + "/cancel", java.util.Map.of(), null).expect(202);
    assertThat(probes.end(id).path("state").asText()).isEqualTo("CANCELLED");
  }

  private static String failureClass(JsonNode run, int attempt) {
    return run.path("attempts").path(attempt).path("outcome").path("failureClass").asText();
  }

  private static SparkWorker workerOf(String id) {
    JsonNode run =
        system.api().awaitRun(id, ProbeRuns.SOON, r -> r.path("attempts").path(0).has("worker"));
    String worker = run.path("attempts").path(0).path("worker").asText();
    return system.stack().workers().stream()
        .filter(one -> worker.endsWith("-" + one.port()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no worker is " + worker));
  }

  private static void awaitWorkers(int count) {
    Deadline.await(
        count + " workers are alive",
        ProbeRuns.END,
        () -> system.stack().masters().page().filter(p -> alive(p) == count).isPresent());
  }

  private static int alive(JsonNode page) {
    return page.path("aliveworkers").asInt();
  }
}
