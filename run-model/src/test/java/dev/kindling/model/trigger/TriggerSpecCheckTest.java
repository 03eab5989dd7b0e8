package dev.kindling.model.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
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
             "filter": {"type": "order.placed", "data/country": "DE"},
             "parameters": {"order": {"from": "data/order/id"}, "limit": {"value": 5},
                            "nothing": {"value": null}}}
            """,
            TriggerSpec.class);

    // when
    List<FieldProblem> problems = TriggerSpecCheck.problems(spec);

    // then
    assertThat(problems).isEmpty();
    assertThat(spec.parameters().get("nothing").value()).isEqualTo(NullNode.instance);
    assertThat(Json.read(Json.bytes(spec), TriggerSpec.class)).isEqualTo(spec);
  }

  @Test
  void problemsShouldNameEveryFieldWhenAllAreWrong() {
    // given
    TriggerSpec spec =
        Json.read(
            """
            {"job": "E T L", "topic": "a b", "filter": {"/data": "x", "data/y": null},
             "parameters": {"a/b": {}, "c": {"from": "$.x"}, "d": {"from": "x", "value": 1},
                            "e": null}}
            """,
            TriggerSpec.class);

    // when
    List<FieldProblem> problems = TriggerSpecCheck.problems(spec);

    // then
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactly(
            "job",
            "topic",
            "filter/~1data",
            "filter/data~1y",
            "parameters/a~1b",
            "parameters/c/from",
            "parameters/d",
            "parameters/e");
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

  @Test
  void atShouldFindValueWhenStepHasASlash() {
    assertThat(
            EventPath.at(Json.read("{\"data\":{\"a/b\":[7]}}", JsonNode.class), "data/a~1b/0")
                .asInt())
        .isEqualTo(7);
  }

  private static TriggerSpec of(String topic) {
    return Json.read("{\"job\":\"etl\",\"topic\":\"" + topic + "\"}", TriggerSpec.class);
  }
}
