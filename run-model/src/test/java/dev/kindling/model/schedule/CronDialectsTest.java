package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables of {@code docs/cron-dialects.md} true. */
class CronDialectsTest {
  private static final Path PAGE = Path.of("../docs/cron-dialects.md");

  /** Every question on which the compared libraries disagreed. */
  private static final int QUESTIONS = 55;

  record Row(String expression, ZoneId zone, Instant after, String answer) {}

  static List<Row> rows() throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines.filter(line -> line.startsWith("| `")).map(CronDialectsTest::row).toList();
    }
  }

  private static Row row(String line) {
    String[] cells = line.split(" \\| ");
    return new Row(
        cells[0].substring("| `".length(), cells[0].length() - 1),
        ZoneId.of(cells[1]),
        OffsetDateTime.parse(cells[2]).toInstant(),
        cells[3]);
  }

  @Test
  void pageShouldHaveEveryQuestion() throws IOException {
    assertThat(rows()).hasSize(QUESTIONS);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void answerShouldBeTheOneOfThePage(Row row) {
    if (row.answer().equals("refused")) {
      assertThatThrownBy(() -> CronExpression.parse(row.expression(), ""))
          .isInstanceOf(CronSyntaxException.class);
      return;
    }
    List<String> answers = new ArrayList<>();
    Instant at = row.after();
    for (int i = 0; i < row.answer().split(" ").length; i++) {
      Optional<Instant> next =
          CronExpression.parse(row.expression(), "").next(at, row.zone(), ClockChanges.CRON);
      answers.add(
          next.map(due -> due.atZone(row.zone()).toOffsetDateTime().toString()).orElse("never"));
      at = next.orElse(at);
    }
    assertThat(String.join(" ", answers)).isEqualTo(row.answer());
  }
}
