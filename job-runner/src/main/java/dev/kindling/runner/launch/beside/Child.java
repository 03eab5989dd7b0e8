package dev.kindling.runner.launch.beside;

import dev.kindling.runner.launch.Launch;
import java.util.concurrent.TimeUnit;

/**
 * A driver that is our own child process.
 *
 * @param launch the attempt that it is
 * @param folder where it works
 * @param process its JVM
 */
record Child(Launch launch, DriverFolders.Folder folder, Process process) {
  /** As long as a Spark worker gives its drivers (spark.worker.driverTerminateTimeout). */
  private static final long GRACE_SECONDS = 10;

  /** SIGTERM now, and SIGKILL if it has not ended then; returns at once. */
  void kill() {
    process.destroy();
    process
        .onExit()
        .orTimeout(GRACE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            stillThere -> {
              process.destroyForcibly();
              return process;
            });
  }
}
