package dev.kindling.stack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A JVM for {@link ManagedProcessIT} to kill: starts a family of processes and waits for ever. */
final class ParentMain {
  private ParentMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[0]);
    ManagedProcess child =
        ManagedProcess.start(
            new ProcessPlan(
                "family",
                List.of("sh", "-c", "sleep 1000 & sh -c 'sleep 1000; :' & wait"),
                Map.of(),
                directory,
                directory.resolve("family.log"),
                Duration.ofSeconds(5),
                Orphans.STAY));
    System.out.println(child.pid());
    new CountDownLatch(1).await();
  }
}
