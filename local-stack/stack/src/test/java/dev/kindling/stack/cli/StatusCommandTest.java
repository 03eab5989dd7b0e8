package dev.kindling.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void runShouldSayHowToStartWhenNothingRuns() {
    assertThat(command().run()).isEqualTo(3);
    assertThat(printed()).isEqualTo("Nothing runs. Start it with ./kindling up\n");
  }

  @Test
  void runShouldTellADeadStackFromOneThatWasStopped() throws Exception {
    StateFolder state = new StateFolder(folder);
    Files.createDirectories(state.folder());
    new StackDescription(true, "2026-01-01T00:00:00Z", 1, Map.of(), List.of())
        .write(state.description());

    assertThat(command().run()).isEqualTo(3);
    assertThat(printed()).startsWith("The stack died");
  }

  private StatusCommand command() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new StatusCommand(new StateFolder(folder), new Terminal(stream, false));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
