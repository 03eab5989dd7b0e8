package dev.kindling.model.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerSpecCheckTest {

  @Test
  void problemsShouldBeEmptyWhenSpecIsWhole() {
    // given
    TriggerSpec spec =
        Json.read(
            """
            {"job": "etl", "topic": "orders",
             "filter": "event.type == 'order.placed'",
             "parameters": {"order": "data.order.id", "limit": "5"}}
            """,
            TriggerSpec.class);

    // when
    List<FieldProblem> problems = TriggerSpecCheck.problems(spec);

    // then
    assertThat(problems).isEmpty();
    assertThat(Json.read(Json.bytes(spec), TriggerSpec.class)).isEqualTo(spec);
  }

  @Test
  void problemsShouldNameEveryFieldWhenAllAreWrong() {
    // given
    TriggerSpec spec =
        Json.read(
            """
            {"job": "E T L", "topic": "a b", "parameters": {"a/b": null, " ": "1"}}
            """,
            TriggerSpec.class);

    // when
    List<FieldProblem> problems = TriggerSpecCheck.problems(spec);

    // then
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactly("job", "topic", "parameters/a~1b", "parameters/ ");
  }

  @Test
  void problemsShouldRefuseTopicWhenKindlingKeepsItForItself() {
    assertThat(TriggerSpecCheck.problems(of("kindling.dead-letters")))
        .extracting(FieldProblem::field)
        .containsExactly("topic");
    assertThat(TriggerSpecCheck.problems(of("kindling.run-events"))).isEmpty();
  }

  @Test
  void problemsShouldSayWhatIsMissingWhenSpecIsEmpty() {
    assertThat(TriggerSpecCheck.problems(Json.read("{}", TriggerSpec.class)))
        .extracting(problem -> problem.field() + " " + problem.message().split(":")[0])
        .containsExactly("job is missing", "topic is missing");
  }

  private static TriggerSpec of(String topic) {
    return Json.read("{\"job\":\"etl\",\"topic\":\"" + topic + "\"}", TriggerSpec.class);
  }
}
