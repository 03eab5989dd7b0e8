package dev.kindling.kit.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MisfitTest {

  @Test
  void reasonShouldBeEmptyWhenParametersFit() {
    assertThat(Misfit.reason("etl", new CheckedParameters.Fit(Json.mapper().createObjectNode())))
        .isEmpty();
  }

  @Test
  void reasonShouldNameEachFieldAndWhatIsWrong() {
    // given
    List<FieldProblem> problems =
        List.of(
            new FieldProblem("parameters/day", "must be a string."),
            new FieldProblem("parameters/top", "is missing."));

    // then
    assertThat(Misfit.reason("etl", new CheckedParameters.Unfit(problems)))
        .contains(
            "The parameters do not fit the job \"etl\": parameters/day must be a string;"
                + " parameters/top is missing.");
  }

  @Test
  void reasonShouldStayShortWhenProblemsAreManyAndLong() {
    // given
    List<FieldProblem> problems =
        Collections.nCopies(1_000, new FieldProblem("f".repeat(9_000), "m".repeat(9_000)));

    // when
    String reason = Misfit.reason("etl", new CheckedParameters.Unfit(problems)).orElseThrow();

    // then
    assertThat(reason).hasSizeLessThan(2_500).endsWith("; and 995 more.");
  }

  @Test
  void reasonShouldBeWritableWhenASurrogatePairIsCutOrBroken() {
    // given
    String pairs = "\ud83d\ude00".repeat(200);
    List<FieldProblem> problems =
        IntStream.range(0, 2)
            .mapToObj(shift -> new FieldProblem("\ud800", "x".repeat(shift) + pairs))
            .toList();

    // when
    String reason = Misfit.reason("etl", new CheckedParameters.Unfit(problems)).orElseThrow();

    // then
    assertThat(Json.read(Json.bytes(reason), String.class)).isEqualTo(reason);
  }
}
