package dev.kindling.shipper.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskMentionTest {
  @Test
  void ofShouldReadTextWhenSparkNamesTask() {
    assertThat(TaskMention.of("Running task 3.0 in stage 1.2 (TID 17)", Map.of()))
        .contains(new TaskMention(1, 2, 3, 17));
    assertThat(
            TaskMention.of(
                "Lost task 0.0 in stage 4.0 (TID 9) (10.0.0.1 executor 2): java.lang.Error: x",
                Map.of()))
        .contains(new TaskMention(4, 0, 0, 9));
  }

  @Test
  void ofShouldPreferContextWhenLineIsStructured() {
    assertThat(
            TaskMention.of(
                "Running task 3.0 in stage 1.2 (TID 17)",
                Map.of("task_name", "task 0.0 in stage 0.0 (TID 5)")))
        .contains(new TaskMention(0, 0, 0, 5));
  }

  @Test
  void ofShouldBeEmptyWhenWordsOnlyLookAlike() {
    assertThat(TaskMention.of("the play in stage 3.0", Map.of())).isEmpty();
    assertThat(TaskMention.of("task 99999999999.0 in stage 1.0 (TID 1)", Map.of())).isEmpty();
    assertThat(TaskMention.of("", Map.of())).isEmpty();
    assertThat(TaskMention.of("3 in stage 2", Map.of())).isEmpty();
    assertThat(TaskMention.of("3.1 in stage 2.0 (TID 4)", Map.of())).isEmpty();
    assertThat(TaskMention.of(".3 in stage 2.0 (TID 4)", Map.of())).isEmpty();
    assertThat(TaskMention.of("task 1.0 in stage ", Map.of())).isEmpty();
    assertThat(TaskMention.of("task 1.0 in stage 2.0 (TID ", Map.of())).isEmpty();
  }
}
