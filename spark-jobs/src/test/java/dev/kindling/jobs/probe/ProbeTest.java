package dev.kindling.jobs.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.Captured;
import dev.kindling.jobs.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
  @TempDir Path folder;

  @Test
  void mainShouldLeaveOneLineForEachStartOfAnAttempt() throws Exception {
    for (int starts = 1; starts <= 2; starts++) {
      String out =
          Captured.stdoutOf(
              () -> Probe.main(new String[] {"--dir", folder.toString(), "--lines", "2"}));

      assertThat(Files.readAllLines(folder.resolve("without-run-1"))).hasSize(starts);
      assertThat(out.lines())
          .containsExactly(
              "probe: driver stdout line 1 of 2", "probe: driver stdout line 2 of 2", "probe: end");
    }
  }

  @Test
  void mainShouldPrintFromTasksWhenThereAreSome() throws Exception {
    LocalSpark.start();
    String out =
        Captured.stdoutOf(
            () ->
                Probe.main(
                    new String[] {"--dir", folder.toString(), "--lines", "1", "--tasks", "2"}));

    assertThat(out)
        .contains("probe: task 1 stdout line 1 of 1", "probe: task 2 stdout line 1 of 1");
  }

  @Test
  void mainShouldThrowWithACauseWhenItIsToldToFail() {
    assertThatThrownBy(
            () -> Probe.main(new String[] {"--dir", folder.toString(), "--fail", "as told"}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("as told")
        .hasRootCauseInstanceOf(IOException.class);
  }
}
