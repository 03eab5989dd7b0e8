package dev.kindling.agent.ending;

import dev.kindling.agent.GuardLog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Stops a Spark application that the job forgot to stop, before the report says that the driver has
 * ended. On a thread of its own and bounded: whatever hangs in there must not keep the driver.
 * Never throws.
 */
public final class SparkStop {
  /** As long as Hadoop gives the shutdown hook in which Spark would do the same. */
  public static final Duration BOUND = Duration.ofSeconds(30);

  private final GuardLog log;
  private final IntConsumer stop;
  private final Duration bound;

  SparkStop(GuardLog log, IntConsumer stop, Duration bound) {
    this.log = log;
    this.stop = stop;
    this.bound = bound;
  }

  /** Stops the active SparkContext of this JVM. */
  public static SparkStop ofThisJvm(GuardLog log) {
    return new SparkStop(log, ActiveSpark::stop, BOUND);
  }

  /** Blocks until Spark has stopped, has failed to, or the bound is reached. */
  public void stop(int exitCode) {
    try {
      Thread thread = new Thread(() -> tryStop(exitCode), "kindling-guard-spark-stop");
      thread.setDaemon(true);
      thread.start();
      TimeUnit.NANOSECONDS.timedJoin(thread, bound.toNanos());
      if (thread.isAlive()) {
        log.line("Spark did not stop in " + bound.toSeconds() + " s; ending without it");
      }
    } catch (InterruptedException | OutOfMemoryError e) {
      log.line("Spark was not stopped (" + e + "); its shutdown hook will try");
    }
  }

  private void tryStop(int exitCode) {
    try {
      stop.accept(exitCode);
    } catch (NoClassDefFoundError | NoSuchMethodError e) {
      // Not a Spark that we know: its own shutdown hook stops it.
    } catch (Throwable e) {
      log.line("Spark failed to stop: " + e);
    }
  }
}
