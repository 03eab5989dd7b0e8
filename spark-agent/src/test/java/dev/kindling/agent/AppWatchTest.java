package dev.kindling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kindling.model.guard.ExecutorSeen;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

class AppWatchTest {
  private final AppWatch watch = new AppWatch();
  private final List<Object> told = new ArrayList<>();

  @AfterEach
  void forgetTheGuard() {
    RunningGuard.forget();
  }

  @Test
  void onApplicationStartShouldTellTheGuard() {
    RunningGuard.listen(remembering());

    watch.onApplicationStart(start(Option.apply("app-1")));

    assertThat(told).containsExactly("app-1");
  }

  @Test
  void onExecutorAddedShouldTellTheGuardWhichWorkerRunsIt() {
    RunningGuard.listen(remembering());

    watch.onExecutorAdded(
        added("http://10.0.0.7:8081/logPage/?appId=app-1&executorId=4&logType=stderr"));

    assertThat(told).containsExactly(new ExecutorSeen("4", "10.0.0.7", "10.0.0.7:8081"));
  }

  @Test
  void onExecutorAddedShouldTellOfAnExecutorWithoutAWorkerToo() {
    RunningGuard.listen(remembering());

    watch.onExecutorAdded(added(null));

    assertThat(told).containsExactly(new ExecutorSeen("4", "10.0.0.7", null));
  }

  @Test
  void watchShouldNotThrowWhateverHappens() {
    RunningGuard.listen(
        new RunningGuard.Listener() {
          @Override
          public void applicationStarted(String appId) {
            throw new NoClassDefFoundError(appId);
          }

          @Override
          public void executorAdded(ExecutorSeen executor) {
            throw new IllegalStateException(executor.id());
          }
        });

    assertThatCode(() -> watch.onApplicationStart(start(Option.apply("app-1"))))
        .doesNotThrowAnyException();
    assertThatCode(() -> watch.onApplicationStart(start(Option.empty())))
        .doesNotThrowAnyException();
    assertThatCode(() -> watch.onApplicationStart(null)).doesNotThrowAnyException();
    assertThatCode(() -> watch.onExecutorAdded(added("no url at all"))).doesNotThrowAnyException();
    assertThatCode(() -> watch.onExecutorAdded(added(null))).doesNotThrowAnyException();
  }

  private RunningGuard.Listener remembering() {
    return new RunningGuard.Listener() {
      @Override
      public void applicationStarted(String appId) {
        told.add(appId);
      }

      @Override
      public void executorAdded(ExecutorSeen executor) {
        told.add(executor);
      }
    };
  }

  private static SparkListenerApplicationStart start(Option<String> appId) {
    return new SparkListenerApplicationStart(
        "name", appId, 0, "user", Option.empty(), Option.empty(), Option.empty());
  }

  private static SparkListenerExecutorAdded added(String logUrl) {
    Map<String, String> urls =
        logUrl == null ? Map$.MODULE$.empty() : new Map.Map1<>("stderr", logUrl);
    return new SparkListenerExecutorAdded(0, "4", new ExecutorInfo("10.0.0.7", 2, urls));
  }
}
