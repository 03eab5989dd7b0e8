package dev.kindling.kit.log.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaunchHeaderTest {
  private static final String TAG = "\"-Dspark.rpc.kindling.run=0192-ab/3\"";

  @Test
  void tagOfShouldReadRunAttemptAndJobWhenTheHeaderIsADrivers() {
    String line =
        "Launch Command: \"/usr/bin/java\" \"-cp\" \"/a:/b/*\" "
            + TAG
            + " \"-Dspark.rpc.kindling.job=word-count\" \"org.apache.spark.deploy.worker.DriverWrapper\"";

    assertThat(LaunchHeader.tagOf(line)).contains(new RunTag("0192-ab", 3, "word-count"));
  }

  @Test
  void tagOfShouldReadTheTagWhenTheHeaderIsAnExecutors() {
    String line = "Spark Executor Command: \"java\" " + TAG + " \"--app-id\" \"app-1\"";

    assertThat(LaunchHeader.tagOf(line)).contains(new RunTag("0192-ab", 3, null));
  }

  @Test
  void tagOfShouldTakeTheFirstTagWhenAnArgumentPretendsToBeOne() {
    String line =
        "Launch Command: \"java\" " + TAG + " \"Main\" \"-Dspark.rpc.kindling.run=victim/1\"";

    assertThat(LaunchHeader.tagOf(line).orElseThrow().runId()).isEqualTo("0192-ab");
  }

  @Test
  void tagOfShouldBeEmptyWhenTheProcessIsNotOurs() {
    assertThat(LaunchHeader.tagOf("Launch Command: \"java\" \"Main\"")).isEmpty();
    assertThat(LaunchHeader.tagOf("26/11/20 23:06:16 INFO A: " + TAG)).isEmpty();
  }

  @Test
  void tagOfShouldLeaveTheJobOutWhenTheWorkerHidIt() {
    String line =
        "Launch Command: \"java\" " + TAG + " \"-Dspark.rpc.kindling.job=*********(redacted)\"";

    assertThat(LaunchHeader.tagOf(line)).contains(new RunTag("0192-ab", 3, null));
  }
}
