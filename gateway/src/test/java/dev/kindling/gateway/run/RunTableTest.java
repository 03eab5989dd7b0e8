package dev.kindling.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RunTableTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RunIndex index = new RunIndex(meters);
  private final RunTable table = new RunTable(index, meters);

  @Test
  void applyShouldTakeARunAndForgetIt() {
    // given
    table.apply("a", Json.bytes(Runs.run("a", "one", 1, RunState.RUNNING)));
    assertThat(index.get("a")).isPresent();

    // when
    table.apply("a", null);

    // then
    assertThat(index.get("a")).isEmpty();
  }

  @Test
  void applyShouldShareTheJobOfRuns() {
    // when
    table.apply("a", Json.bytes(Runs.run("a", "one", 1, RunState.RUNNING)));
    table.apply("b", Json.bytes(Runs.run("b", "one", 2, RunState.RUNNING)));

    // then
    assertThat(index.get("a").orElseThrow().job()).isSameAs(index.get("b").orElseThrow().job());
  }

  @Test
  void applyShouldCountWhatIsNoRunAndGoOn() {
    // when
    table.apply("a", "{\"id\":".getBytes(StandardCharsets.UTF_8));
    table.apply("b", "{}".getBytes(StandardCharsets.UTF_8));
    table.apply("c", "null".getBytes(StandardCharsets.UTF_8));
    table.apply("d", Json.bytes(Runs.run("d", "one", 1, RunState.RUNNING)));

    // then
    assertThat(index.size()).isEqualTo(1);
    assertThat(
            meters.counter("kindling.gateway.unreadable.records", "topic", "kindling.runs").count())
        .isEqualTo(3);
  }

  @Test
  void applyShouldStopAtARunInANewerForm() {
    // given
    ObjectNode newer = (ObjectNode) Json.tree(Runs.run("a", "one", 1, RunState.RUNNING));
    newer.put("schema", 99);

    // when, then
    assertThatThrownBy(() -> table.apply("a", Json.bytes(newer)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too old");
  }
}
