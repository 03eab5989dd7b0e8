package dev.kindling.runner.admission;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.testing.TestRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAttemptTest {
  private static final RunCommand BEGIN = new RunCommand.Begin("hash");
  private static final RunCommand CLAIM = new RunCommand.Claim(1, "hash", "driver-1", "host", 7);

  private static LiveAttempt of(RunCommand... life) {
    Run run = TestRuns.after(TestRuns.queued("run-1"), life);
    return LiveAttempt.of(run).orElse(null);
  }

  @Test
  void textShouldBeReadBackAsItWas() {
    RunCommand renewed = new RunCommand.Renew(1, "hash", "app-1");
    for (LiveAttempt live :
        new LiveAttempt[] {of(BEGIN), of(BEGIN, CLAIM), of(BEGIN, CLAIM, renewed)}) {
      assertThat(LiveAttempt.parse(live.text(), START)).contains(live);
    }
  }

  @Test
  void ofShouldBeEmptyWithoutAnAttemptUnderWay() {
    assertThat(of()).isNull();
    assertThat(of(BEGIN, new RunCommand.Unknown(1, "timeout"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "driver-1", "d 1 2 3 x app", "d 1 2 3 4 app more"})
  void parseShouldBeEmptyWhenItIsNone(String text) {
    assertThat(LiveAttempt.parse(text, START)).isEmpty();
  }
}
