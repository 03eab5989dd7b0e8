package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.shipper.audit.AuditedFile;
import dev.kindling.stack.parts.SparkWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executors that talk a lot and roll their logs, on workers that roll at the least size. */
class RolledLogsIT {
  private static final int LINES = 5_000;
  private static final int TASKS = 4;
  private static final Duration COUNTED = Duration.ofSeconds(30);

  @Test
  void everyLineShouldBeFoundOnceWhenLogsAreRolledAndCompressed() throws IOException {
    everyLineIsFoundOnce(true, ".gz");
  }

  @Test
  @Tag("nightly")
  void everyLineShouldBeFoundOnceWhenLogsAreRolled() throws IOException {
    everyLineIsFoundOnce(false, "--");
  }

  private static void everyLineIsFoundOnce(boolean compressed, String mark) throws IOException {
    try (WholeSystem.Running system =
            new WholeSystem.Running(
                "rolled ",
                builder ->
                    builder
                        .workers(2, 4, "4g")
                        .workerProperty("spark.executor.logs.rolling.maxSize", "131072")
                        .workerProperty("spark.executor.logs.rolling.maxRetainedFiles", "-1")
                        .workerProperty(
                            "spark.executor.logs.rolling.enableCompression",
                            Boolean.toString(compressed)));
        ShippedLogs logs = new ShippedLogs(system)) {
      // given
      ProbeRuns probes = new ProbeRuns(system);
      probes.register("chatty", RolledLogsIT::fourExecutors);

      // when
      String id =
          probes.start("chatty", parameters -> parameters.put("tasks", TASKS).put("lines", LINES));
      probes.succeeds(id);

      // then
      List<AuditedFile> files = logs.exact(id, "rolled");
      assertThat(files.stream().filter(file -> file.path().toString().contains("/app-")))
          .as("two files of each of four executors")
          .hasSize(2 * TASKS);
      assertThat(rolledFiles(system, mark)).as("files that were rolled").isGreaterThan(2 * TASKS);
      String executors = "run.id:\"" + id + "\" AND spark.role:executor AND ";
      counts(logs, executors + "log.iostream:stderr AND message:\"log line\"");
      counts(logs, executors + "log.iostream:stdout AND message:\"stdout line\"");
    }
  }

  private static void counts(ShippedLogs logs, String query) {
    Deadline.poll(COUNTED, () -> logs.count(query) == TASKS * LINES);
    assertThat(logs.count(query)).as(query).isEqualTo(TASKS * LINES);
  }

  private static void fourExecutors(ObjectNode spec) {
    ObjectNode properties = spec.withObject("/spark/properties");
    properties.put("spark.executor.cores", "1");
    properties.put("spark.cores.max", Integer.toString(TASKS));
    properties.put("spark.executor.memory", "512m");
    // No executor may take two tasks while another has not come yet.
    properties.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    properties.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
  }

  private static long rolledFiles(WholeSystem.Running system, String mark) {
    return system.stack().workers().stream()
        .map(SparkWorker::workDirectory)
        .mapToLong(work -> rolledFiles(work, mark))
        .sum();
  }

  private static long rolledFiles(Path work, String mark) {
    try (Stream<Path> all = Files.walk(work)) {
      return all.map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("std") && name.contains(mark))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
