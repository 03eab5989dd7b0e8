package dev.kindling.gateway.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.http.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
  private final KeptAnswers<List<String>> answers = new KeptAnswers<>();
  private int written;

  @Test
  void ofShouldWriteAgainOnlyWhenTheDefinitionIsAnother() {
    List<String> first = List.of("first");
    Answer answer = answers.of("etl", first, this::write);

    assertThat(answers.of("etl", first, this::write)).isSameAs(answer);
    assertThat(answers.of("etl", List.of("second"), this::write).body()).isEqualTo("second");
    assertThat(answers.of("other", first, this::write).body()).isEqualTo("first");
    assertThat(written).isEqualTo(3);
  }

  @Test
  void ofShouldWriteAgainWhenThereWereTooManyMeanwhile() {
    List<String> definition = List.of("first");
    answers.of("etl", definition, this::write);
    for (int i = 0; i < 10_000; i++) {
      answers.of("job-" + i, definition, this::write);
    }

    answers.of("etl", definition, this::write);

    assertThat(written).isEqualTo(10_002);
  }

  private Answer write(List<String> definition) {
    written++;
    return Answer.ok(definition.get(0));
  }
}
