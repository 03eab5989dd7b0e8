package dev.kindling.runner.admission;

import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.job.MemorySize;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Memory;
import dev.kindling.model.run.MemoryRules;
import dev.kindling.model.run.Run;
import java.util.Locale;
import java.util.Map;

/**
 * What a run takes of the cluster before it can make progress: its driver and one executor. A
 * cluster that is full of drivers without executors does nothing for ever.
 *
 * @param driverCores cores of the driver; 0 of one that runs beside the job-runner
 * @param driverMb memory of the driver in MiB
 * @param executorCores cores of the first executor
 * @param executorMb memory of the first executor in MiB
 */
public record Need(int driverCores, int driverMb, int executorCores, int executorMb) {

  /** Of a run's attempt under way, or of its next one. */
  public static Need of(Run run) {
    // Spark's defaults: 1 core, 1 GiB; an executor without spark.executor.cores takes what it gets.
    Map<String, String> properties = run.job().spec().spark().properties();
    Memory memory =
        run.liveAttempt().isPresent()
            ? run.liveAttempt().map(Attempt::memory).orElse(null)
            : MemoryRules.next(run);
    int executorCores = Integer.parseInt(properties.getOrDefault("spark.executor.cores", "1"));
    int executorMb =
        memory == null || memory.executorMb() == null
            ? MemorySize.mebibytes(properties.get("spark.executor.memory"))
            : memory.executorMb();
    if (run.job().spec().launch().via() == LaunchMode.LAUNCHER) {
      return new Need(0, 0, executorCores, executorMb);
    }
    return new Need(
        Integer.parseInt(properties.getOrDefault("spark.driver.cores", "1")),
        memory == null || memory.driverMb() == null
            ? MemorySize.mebibytes(properties.get("spark.driver.memory"))
            : memory.driverMb(),
        executorCores,
        executorMb);
  }

  /** In words, for a run that waits. */
  public String words() {
    String executor =
        String.format(
            Locale.ROOT, "%d core(s) and %d MiB for a first executor", executorCores, executorMb);
    return driverCores == 0
        ? executor
        : String.format(
            Locale.ROOT,
            "%d core(s) and %d MiB for the driver and %s",
            driverCores,
            driverMb,
            executor);
  }
}
