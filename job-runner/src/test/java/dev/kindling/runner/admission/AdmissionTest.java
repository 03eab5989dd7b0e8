package dev.kindling.runner.admission;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.job.LaunchSpec;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import dev.kindling.runner.testing.TestRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who goes next, and what the others are told. */
class AdmissionTest {
  private static final int DRIVER_AND_EXECUTOR = 2;

  private final CapacityBook capacity = new CapacityBook();
  private int launches = Integer.MAX_VALUE;
  private final Admission admission = new Admission(new Gate(capacity, true, 1));
  private final RunQueues queues = new RunQueues();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final List<String> begun = new ArrayList<>();
  private final Map<String, String> waits = new HashMap<>();
  private AdmissionRules rules = AdmissionRules.NONE;
  private int cores = 1_000;
  private Instant now = START;
  private int seconds;

  private void asks(String id, String job, Limits limits) {
    asks(id, job, limits, 1, null);
  }

  private void asks(String id, String job, Limits limits, int executorCores, LaunchSpec launch) {
    SparkSpec spark =
        new SparkSpec(
            "a.B",
            "file:/j.jar",
            null,
            Map.of("spark.executor.cores", Integer.toString(executorCores)),
            null);
    JobSpec spec = new JobSpec(null, null, null, spark, null, launch, limits, null, null);
    RunRequest.Requested asked = TestRuns.of(id, job, spec);
    Instant at = START.plusSeconds(seconds++);
    Run run =
        RunMachine.accept(
            new RunRequest.Requested(id, asked.job(), asked.parameters(), asked.origin(), null, at),
            START);
    put(run);
  }

  private void put(Run run) {
    queues.changed(runs.put(run.id(), run), run);
  }

  private void decides() {
    begun.clear();
    waits.clear();
    ClusterView view =
        new ClusterView(
            "ALIVE",
            null,
            List.of(new WorkerSlots("worker-1", cores, 1_000_000)),
            Map.of(),
            null,
            now);
    admission.decide(
        queues,
        rules,
        view,
        launches,
        now,
        new Admission.Verdicts() {
          @Override
          public void begin(Run run) {
            begun.add(run.id());
            Run next = RunMachine.decide(run, new RunCommand.Begin("hash"), now).run();
            capacity.reserve(next, now);
            put(next);
          }

          @Override
          public void waits(Run run, String words) {
            waits.put(run.id(), words);
          }
        });
  }

  private static Limits pool(String pool, int priority) {
    return new Limits(null, null, null, null, pool, priority);
  }

  private static Limits atMost(int most) {
    return new Limits(null, null, most, null, null, null);
  }

  @Test
  void runsShouldWaitForTheirTurnWhenManyLaunchesAreUnderWay() {
    // given
    launches = 2;
    asks("a", "one", Limits.NONE);
    asks("b", "two", Limits.NONE);
    asks("c", "three", Limits.NONE);

    // when
    decides();

    // then
    assertThat(begun).containsExactly("a", "b");
    assertThat(waits).containsEntry("c", "its turn");

    // when
    launches = 0;
    decides();

    // then
    assertThat(begun).isEmpty();

    // when
    launches = 5;
    decides();

    // then
    assertThat(begun).containsExactly("c");
  }

  @Test
  void firstToAskShouldGoFirst() {
    asks("b", "job", Limits.NONE);
    asks("a", "job", Limits.NONE);

    decides();

    assertThat(begun).containsExactly("b", "a");
  }

  @Test
  void higherPriorityShouldGoFirstAcrossJobs() {
    rules = new AdmissionRules(Map.of("etl", 2), Map.of());
    asks("low", "one", pool("etl", -5));
    asks("plain", "two", pool("etl", 0));
    asks("high", "three", pool("etl", 5));

    decides();

    assertThat(begun).containsExactly("high", "plain");
    assertThat(waits.get("low")).contains("2 of 2 slots of the pool etl are taken");
  }

  @Test
  void jobsOfAPoolShouldTakeTurnsHoweverLongTheBacklogOfOneIs() {
    rules = new AdmissionRules(Map.of("etl", 4), Map.of());
    for (int i = 0; i < 50; i++) {
      asks("backlog-" + i, "big", pool("etl", 0));
    }
    asks("late-1", "small", pool("etl", 0));
    asks("late-2", "small", pool("etl", 0));

    decides();

    assertThat(begun).containsExactly("backlog-0", "late-1", "backlog-1", "late-2");
  }

  @Test
  void limitOfOneJobShouldNotHoldUpAnother() {
    asks("a1", "a", atMost(1));
    asks("a2", "a", atMost(1));
    asks("b1", "b", Limits.NONE);

    decides();

    assertThat(begun).containsExactly("a1", "b1");
    assertThat(waits).containsOnlyKeys("a2");
  }

  @Test
  void poolThatNobodyDefinedShouldHoldItsRunsAndSayHowToDefineIt() {
    asks("a", "job", pool("elt", 0));

    decides();

    assertThat(begun).isEmpty();
    assertThat(waits.get("a")).contains("PUT /api/v1/pools/elt");
  }

  @Test
  void holdsShouldKeepBackWhatTheyNameAndNothingElse() {
    asks("of-job", "a", Limits.NONE);
    asks("of-pool", "b", pool("etl", 0));
    asks("free", "c", Limits.NONE);
    rules =
        new AdmissionRules(
            Map.of("etl", 5), Map.of("job.a", "bad data", "pool.etl", "disk is full"));

    decides();

    assertThat(begun).containsExactly("free");
    assertThat(waits.get("of-job")).contains("the hold job.a").contains("bad data");
    assertThat(waits.get("of-pool")).contains("the hold pool.etl").contains("disk is full");
  }

  @Test
  void drainShouldKeepBackEverything() {
    asks("a", "a", Limits.NONE);
    asks("b", "b", Limits.NONE);
    rules = new AdmissionRules(Map.of(), Map.of("all", "new kernel"));

    decides();

    assertThat(begun).isEmpty();
    assertThat(waits.values()).allMatch(words -> words.contains("new kernel")).hasSize(2);
    rules = AdmissionRules.NONE;
    decides();
    assertThat(begun).hasSize(2);
  }

  @Test
  void clusterShouldNeverBeFullOfDriversWithoutExecutors() {
    cores = 5;
    for (int i = 0; i < 10; i++) {
      asks("run-" + i, "job", Limits.NONE);
    }

    decides();

    assertThat(begun).hasSize(cores / DRIVER_AND_EXECUTOR);
    assertThat(waits.get("run-9")).contains("free room in the cluster");
  }

  @Test
  void smallRunsShouldPassALargeOneUntilThatHasWaitedLong() {
    cores = 6;
    asks("large", "a", Limits.NONE, 30, null);
    asks("small-1", "b", Limits.NONE);

    decides();
    assertThat(begun).containsExactly("small-1");

    asks("small-2", "b", Limits.NONE);
    now = now.plus(Admission.PATIENCE);
    decides();

    assertThat(begun).isEmpty();
    assertThat(waits.get("small-2")).contains("run large has waited for room");
  }

  @Test
  void driversBesideTheJobRunnerShouldBeCounted() {
    LaunchSpec launcher = new LaunchSpec(LaunchMode.LAUNCHER, "local[2]");
    asks("a", "a", Limits.NONE, 1, launcher);
    asks("b", "b", Limits.NONE, 1, launcher);
    asks("c", "c", Limits.NONE);

    decides();

    assertThat(begun).containsExactly("a", "c");
    assertThat(waits.get("b")).contains("1 of 1 drivers run there");
  }

  @Test
  void launcherRunsOnOtherMastersShouldNotNeedOurs() {
    cores = 0;
    asks("local", "a", Limits.NONE, 1, new LaunchSpec(LaunchMode.LAUNCHER, "local[*]"));
    asks("ours", "b", Limits.NONE);

    decides();

    assertThat(begun).containsExactly("local");
  }

  @Test
  void onlyTheFirstOfALongQueueShouldBeToldWhatTheyWaitFor() {
    for (int i = 0; i < 5_000; i++) {
      asks("run-" + i, "job", atMost(1));
    }

    decides();

    assertThat(begun).containsExactly("run-0");
    assertThat(waits).hasSize(Admission.TOLD).containsKey("run-1").doesNotContainKey("run-4999");
  }

  @Test
  void decideShouldBeQuickWhenManyJobsWait() {
    for (int job = 0; job < 1_000; job++) {
      asks("run-" + job, "job-" + job, Limits.NONE);
    }
    rules = new AdmissionRules(Map.of(), Map.of("all", ""));

    long begin = System.nanoTime();
    decides();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    assertThat(waits).hasSize(1_000);
  }
}
