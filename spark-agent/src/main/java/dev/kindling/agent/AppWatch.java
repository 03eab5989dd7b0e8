package dev.kindling.agent;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import scala.Option;

/**
 * Tells the guard of its driver which Spark application the job has started. Set through {@code
 * spark.extraListeners}; Spark creates it with the SparkContext and calls it on its listener bus.
 * Never throws; has no effect in a driver without a guard.
 */
public final class AppWatch extends SparkListener {
  @Override
  public void onApplicationStart(SparkListenerApplicationStart event) {
    try {
      Option<String> appId = event.appId();
      if (appId.isDefined()) {
        RunningGuard.applicationStarted(appId.get());
      }
    } catch (Throwable e) {
      // Whatever it is, the job matters more than knowing its application's id.
    }
  }
}
