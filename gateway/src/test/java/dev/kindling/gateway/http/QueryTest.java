package dev.kindling.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {
  private final MultiMap parameters = MultiMap.caseInsensitiveMultiMap();

  @Test
  void endShouldTellEveryProblemAtOnce() {
    // given
    parameters.add("limit", "0").add("level", "loud").add("sate", "x").add("q", "");
    parameters.add("source", "a").add("source", "b");

    // when
    ProblemException refused = catchThrowableOfType(ProblemException.class, this::read);

    // then
    assertThat(refused.problem().errors())
        .containsExactlyInAnyOrder(
            new FieldProblem("limit", "must be a whole number from 1 to 10."),
            new FieldProblem("level", "must be one of info, warn."),
            new FieldProblem("q", "is empty: give it a value or leave it out."),
            new FieldProblem("source", "is given 2 times: give it once."),
            new FieldProblem("sate", "is not a parameter here; did you mean state?"));
  }

  @Test
  void getShouldReadWhatIsGiven() {
    // given
    parameters.add("limit", "7").add("state", "A,B");
    Query query = new Query(parameters);

    // when, then
    assertThat(query.integer("limit", 5, 1, 10)).isEqualTo(7);
    assertThat(query.someOf("state", List.of("A", "B", "C"))).containsExactlyInAnyOrder("A", "B");
    assertThat(query.text("q", 10)).isEmpty();
    query.end();
  }

  private void read() {
    Query query = new Query(parameters);
    query.integer("limit", 5, 1, 10);
    query.oneOf("level", List.of("info", "warn"));
    query.text("q", 10);
    query.text("source", 10);
    query.someOf("state", List.of("A", "B"));
    query.end();
  }
}
