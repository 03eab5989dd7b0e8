package dev.kindling.runner.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.job.LaunchSpec;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.runner.testing.TestRuns;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeedTest {
  private static Need of(Map<String, String> properties) {
    return Need.of(run(properties, null));
  }

  private static Run run(Map<String, String> properties, LaunchSpec launch) {
    SparkSpec spark = new SparkSpec("a.B", "file:/j.jar", null, properties, null);
    JobSpec spec = new JobSpec(null, null, null, spark, null, launch, null, null, null);
    return RunMachine.accept(
        new RunRequest.Requested(
            "run-1",
            new JobDefinition("job", 1, spec, TestRuns.START, "tester"),
            null,
            Origin.first(Origin.Kind.API, null, null, null),
            null,
            TestRuns.START),
        TestRuns.START);
  }

  @Test
  void ofShouldBeSparksDefaultsWhenTheSpecSaysNothing() {
    assertThat(of(Map.of())).isEqualTo(new Need(1, 1024, 1, 1024));
  }

  @Test
  void ofShouldBeWhatTheSpecSays() {
    assertThat(
            of(
                Map.of(
                    "spark.driver.cores", "2",
                    "spark.driver.memory", "3g",
                    "spark.executor.cores", "4",
                    "spark.executor.memory", "512m")))
        .isEqualTo(new Need(2, 3072, 4, 512));
  }

  @Test
  void ofShouldLeaveOutADriverThatRunsBesideTheJobRunner() {
    assertThat(Need.of(run(Map.of(), new LaunchSpec(LaunchMode.LAUNCHER, null))))
        .isEqualTo(new Need(0, 0, 1, 1024));
  }

  @Test
  void ofShouldBeWhatTheNextAttemptGetsAfterOneThatRanOutOfMemory() {
    Run failed = TestRuns.outOfMemory("run-1");

    assertThat(failed.state()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(Need.of(failed)).isEqualTo(new Need(1, 1536, 1, 2048));
  }

  @Test
  void wordsShouldSayWhatIsNeeded() {
    assertThat(new Need(1, 1024, 2, 2048).words())
        .isEqualTo(
            "1 core(s) and 1024 MiB for the driver and 2 core(s) and 2048 MiB for a first"
                + " executor");
  }
}
