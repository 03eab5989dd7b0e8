package dev.kindling.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.RunnerScript;
import dev.kindling.agent.testing.RunnerServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shaded guard and its listener around a real Spark application (one JVM, local master). */
class GuardWithSparkIT {
  @Test
  void guardShouldLearnTheApplicationAndStopItWhenTheJobDoesNot(@TempDir Path directory)
      throws Exception {
    Path events = Files.createDirectory(directory.resolve("events"));
    Path goOn = directory.resolve("go-on");
    // A renewal pause of an hour: only the news of the application can bring a renewal.
    RunnerScript script = RunnerScript.friendly(7_200_000, 3_600_000);
    try (RunnerServer server = new RunnerServer(script);
        DriverProcess driver = new DriverProcess(directory, server.url())) {
      driver
          .withSpark(
              "-Dspark.master=local[1]",
              "-Dspark.ui.enabled=false",
              "-Dspark.driver.host=127.0.0.1",
              "-Dspark.driver.bindAddress=127.0.0.1",
              "-Dspark.extraListeners=dev.kindling.agent.AppWatch",
              "-Dspark.eventLog.enabled=true",
              "-Dspark.eventLog.dir=" + events.toUri(),
              "-Dspark.eventLog.rolling.enabled=false",
              "-Dspark.eventLog.compress=false")
          .start("acme.jobs.SparkCount", goOn.toString());
      Eventually.until(driver, () -> !script.renewals.isEmpty());
      Files.createFile(goOn);

      assertThat(driver.exitCode()).as(driver.toString()).isZero();

      String appId = script.renewals.get(0).appId();
      assertThat(driver.stdout()).contains("app=" + appId, "count=3");
      assertThat(script.renewals).hasSize(1);
      assertThat(script.reports)
          .singleElement()
          .satisfies(
              report -> {
                assertThat(report.exitCode()).isZero();
                assertThat(report.appId()).isEqualTo(appId);
              });
      // Spark flushes and renames its event log when the context has stopped, and notes the code.
      List<Path> logs;
      try (Stream<Path> files = Files.list(events)) {
        logs = files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
      }
      assertThat(logs).containsExactly(events.resolve(appId));
      assertThat(Files.readString(logs.get(0), StandardCharsets.UTF_8))
          .contains("\"Event\":\"SparkListenerApplicationEnd\"", "\"ExitCode\":0");
    }
  }
}
