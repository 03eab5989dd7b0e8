package dev.kindling.agent.ending;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import scala.Option;

/**
 * The Spark application that the job has left open, if any. Apart from {@link SparkStop}, so that
 * the classes of Spark are looked for only when it is called.
 */
final class ActiveSpark {
  private ActiveSpark() {}

  /**
   * Stops it: flushes its event log and gives its executors back. Calls nothing when the job has
   * stopped it itself.
   *
   * @param exitCode goes into the application's own end event
   */
  static void stop(int exitCode) {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    if (active.isDefined()) {
      active.get().stop(exitCode);
    }
  }
}
