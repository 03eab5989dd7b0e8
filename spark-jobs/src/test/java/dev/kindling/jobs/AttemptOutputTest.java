package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptOutputTest {
  @TempDir Path base;

  @Test
  void publishShouldShowNothingBeforeAndEverythingAfter() throws Exception {
    // given
    AttemptOutput output = open(1);
    output.write("report", "first");
    assertThat(base.resolve("run-1")).doesNotExist();
    // when
    String result = output.publish();
    // then
    assertThat(result).endsWith("/run-1");
    assertThat(base.resolve("run-1/report")).hasContent("first");
  }

  @Test
  void publishShouldReplaceTheResultOfAnEarlierAttemptWhenThereIsOne() throws Exception {
    AttemptOutput first = open(1);
    first.write("only-of-the-first", "first");
    first.publish();
    AttemptOutput second = open(2);
    second.write("report", "second");
    second.publish();

    assertThat(base.resolve("run-1/report")).hasContent("second");
    assertThat(base.resolve("run-1/only-of-the-first")).doesNotExist();
  }

  @Test
  void openShouldClearWhatADeadProcessOfTheSameAttemptLeft() throws Exception {
    open(1).write("half", "dead");
    AttemptOutput again = open(1);
    again.publish();

    assertThat(Files.exists(base.resolve("run-1/half"))).isFalse();
  }

  private AttemptOutput open(int attempt) throws Exception {
    return AttemptOutput.open(
        base.toUri().toString(), new RunIdentity("run-1", attempt), new Configuration());
  }
}
