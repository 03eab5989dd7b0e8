package dev.kindling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;

class AppWatchTest {
  private final AppWatch watch = new AppWatch();

  @AfterEach
  void forgetTheGuard() {
    RunningGuard.listen(id -> {});
  }

  @Test
  void onApplicationStartShouldTellTheGuard() {
    List<String> told = new ArrayList<>();
    RunningGuard.listen(told::add);

    watch.onApplicationStart(start(Option.apply("app-1")));

    assertThat(told).containsExactly("app-1");
  }

  @Test
  void onApplicationStartShouldNotThrowWhateverHappens() {
    RunningGuard.listen(
        id -> {
          throw new NoClassDefFoundError(id);
        });

    assertThatCode(() -> watch.onApplicationStart(start(Option.apply("app-1"))))
        .doesNotThrowAnyException();
    assertThatCode(() -> watch.onApplicationStart(start(Option.empty())))
        .doesNotThrowAnyException();
    assertThatCode(() -> watch.onApplicationStart(null)).doesNotThrowAnyException();
  }

  private static SparkListenerApplicationStart start(Option<String> appId) {
    return new SparkListenerApplicationStart(
        "name", appId, 0, "user", Option.empty(), Option.empty(), Option.empty());
  }
}
