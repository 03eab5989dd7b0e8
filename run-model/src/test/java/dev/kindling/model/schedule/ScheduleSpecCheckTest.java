package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleSpecCheckTest {

  @Test
  void problemsShouldBeEmptyWhenOnlyJobAndCronAreGiven() {
    // given
    ScheduleSpec spec =
        Json.read("{\"job\":\"word-count\",\"cron\":\"@daily\"}", ScheduleSpec.class);

    // when
    List<FieldProblem> problems = ScheduleSpecCheck.problems(spec);

    // then
    assertThat(problems).isEmpty();
    assertThat(spec.timeZone()).isEqualTo("UTC");
    assertThat(spec.parameters().isObject()).isTrue();
    assertThat(spec.paused()).isFalse();
    assertThat(Json.read(Json.bytes(spec), ScheduleSpec.class)).isEqualTo(spec);
  }

  @Test
  void problemsShouldNameEveryFieldWhenAllAreWrong() {
    // given
    ScheduleSpec spec =
        Json.read(
            "{\"job\":\"Word Count\",\"cron\":\"0 25 * * *\",\"timeZone\":\"+02:00\","
                + "\"parameters\":[1]}",
            ScheduleSpec.class);

    // when
    List<FieldProblem> problems = ScheduleSpecCheck.problems(spec);

    // then
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactly("job", "cron", "timeZone", "parameters");
    assertThat(problems.get(1).message()).contains("hour", "0 to 23");
  }

  @Test
  void problemsShouldSayWhatIsMissingWhenSpecIsEmpty() {
    assertThat(ScheduleSpecCheck.problems(Json.read("{}", ScheduleSpec.class)))
        .extracting(problem -> problem.field() + " " + problem.message().split(":")[0])
        .containsExactly("job is missing", "cron is missing");
  }

  @Test
  void problemsShouldNameTheElementWhenOneOfManyIsWrong() {
    // given
    ScheduleSpec spec =
        Json.read(
            """
            {"job": "etl", "cron": ["@daily", "61 * * * *"],
             "start": "2026-02-01T00:00:00Z", "end": "2026-01-01T00:00:00Z", "jitter": "PT0S",
             "exclude": {"calendars": ["De"], "dates": [{"why": "?"}, {"from": "2026-01-02", "to": "2026-01-01"}],
                         "weekly": [{"days": "L"}]},
             "missed": {"window": "P400D", "maximum": 0}, "startingDeadline": "-PT1S",
             "stopAfter": {"fires": 0, "failures": 21}}
            """,
            ScheduleSpec.class);

    // when
    List<FieldProblem> problems = ScheduleSpecCheck.problems(spec);

    // then
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactly(
            "cron/1",
            "end",
            "jitter",
            "exclude/calendars/0",
            "exclude/dates/0/from",
            "exclude/dates/1/to",
            "exclude/weekly/0/days",
            "missed/window",
            "missed/maximum",
            "startingDeadline",
            "stopAfter/fires",
            "stopAfter/failures");
  }

  @Test
  void problemsShouldRefuseInstantsThatNoCalendarHas() {
    ScheduleSpec spec =
        Json.read(
            """
            {"job": "etl", "cron": "@daily", "start": "-1000000000-01-01T00:00:00Z",
             "end": "+1000000000-12-31T23:59:59Z"}
            """,
            ScheduleSpec.class);
    assertThat(ScheduleSpecCheck.problems(spec))
        .extracting(FieldProblem::field)
        .containsExactly("start", "end");
  }

  @Test
  void specShouldReadAndWriteOneExpressionAsText() {
    // given
    String one = "{\"job\":\"etl\",\"cron\":\"@daily\"}";

    // when
    ScheduleSpec spec = Json.read(one, ScheduleSpec.class);

    // then
    assertThat(spec.cron()).containsExactly("@daily");
    assertThat(Json.tree(spec).get("cron").asText()).isEqualTo("@daily");
  }
}
