package dev.kindling.agent;

import dev.kindling.model.guard.ExecutorSeen;
import java.net.URI;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import scala.Option;

/**
 * Tells the guard of its driver which Spark application the job has started, and which executors it
 * got. Set through {@code spark.extraListeners}; Spark creates it with the SparkContext and calls
 * it on its listener bus. Never throws; has no effect in a driver without a guard.
 */
public final class AppWatch extends SparkListener {
  @Override
  public void onApplicationStart(SparkListenerApplicationStart event) {
    try {
      Option<String> appId = event.appId();
      if (appId.isDefined()) {
        RunningGuard.guard().applicationStarted(appId.get());
      }
    } catch (Throwable e) {
      // Whatever it is, the job matters more than knowing its application's id.
    }
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    try {
      ExecutorInfo executor = event.executorInfo();
      RunningGuard.guard()
          .executorAdded(
              new ExecutorSeen(
                  event.executorId(),
                  executor.executorHost(),
                  workerUi(executor.logUrlMap().get("stderr"))));
    } catch (Throwable e) {
      // As above.
    }
  }

  /** A standalone worker serves its executors' logs (ExecutorRunner sets SPARK_LOG_URL_STDERR). */
  private static String workerUi(Option<String> logUrl) {
    return logUrl.isDefined() ? URI.create(logUrl.get()).getRawAuthority() : null;
  }
}
