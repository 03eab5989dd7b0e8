package dev.kindling.stack.cli;

import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PreferredPorts;
import dev.kindling.stack.ServiceMode;
import dev.kindling.stack.StackException;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.services.ServiceKind;
import java.nio.channels.FileLock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The process in the background that holds a stack: starts it, tells how it goes, and ends it on
 * SIGTERM. When it is killed, the wardens of its children end those.
 */
final class Supervisor {
  private final StateFolder state;
  private final Progress progress;

  Supervisor(StateFolder state) {
    this.state = state;
    this.progress = new Progress(state.progress());
  }

  /**
   * Runs until the process is asked to end.
   *
   * @return the exit code, if it could not start
   */
  int run() throws InterruptedException {
    Optional<FileLock> lock = state.tryLock();
    if (lock.isEmpty()) {
      progress.add(new Progress.News("failed", "another supervisor runs already", 0, ""));
      return 1;
    }
    long begin = System.nanoTime();
    LocalStack stack;
    try {
      stack =
          LocalStack.builder(state.stack())
              .bundles(new Bundles(state.root()))
              .ports(PreferredPorts.usual())
              .services(ServiceMode.ONE_JVM)
              .setting(
                  ServiceKind.LOG_SHIPPER,
                  "KINDLING_SHIPPER_SERVICE_LOGS",
                  "kindling=" + state.supervisorLog())
              .listener(
                  (part, took, where) ->
                      progress.add(new Progress.News("part", part, took.toMillis(), where)))
              .start();
    } catch (StackException failure) {
      failure.printStackTrace();
      progress.add(new Progress.News("failed", failure.getMessage(), 0, ""));
      return 1;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "end of the stack"));
    describe(stack).write(state.description());
    long millis = (System.nanoTime() - begin) / 1_000_000;
    progress.add(new Progress.News("ready", "stack", millis, stack.gateway().toString()));
    new CountDownLatch(1).await();
    return 0;
  }

  private static StackDescription describe(LocalStack stack) {
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put("gateway", stack.gateway().toString());
    urls.put("sparkUi", stack.master().ui().toString());
    urls.put("elasticsearch", stack.elasticsearch().url().toString());
    urls.put("kafka", stack.kafka().bootstrap());
    urls.put("sparkMaster", stack.master().url());
    urls.put("sparkRest", stack.master().rest().toString());
    List<StackDescription.PartDescription> parts =
        stack.parts().values().stream()
            .map(
                part ->
                    new StackDescription.PartDescription(
                        part.name(), part.pid(), part.log().toString()))
            .toList();
    return new StackDescription(
        true, Instant.now().toString(), ProcessHandle.current().pid(), urls, parts);
  }
}
