package dev.kindling.jobs.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kindling.jobs.Captured;
import dev.kindling.jobs.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
  @TempDir Path folder;

  @Test
  void mainShouldPrintAndWriteTheCountsWhenATextIsGiven() throws Exception {
    // given
    Path text = folder.resolve("a text");
    Files.writeString(text, "Fire and smoke.\nFire, fire! It's smoke\n");
    LocalSpark.start();
    // when
    String out =
        Captured.stdoutOf(
            () ->
                WordCount.main(
                    new String[] {
                      "--input", text.toString(), "--output", folder.resolve("out").toString()
                    }));
    // then
    assertThat(out.lines().map(String::strip))
        .containsSubsequence(
            "The 4 most frequent of 4 words:", "3  fire", "2  smoke", "1  and", "1  it's");
    assertThat(folder.resolve("out/without-run/counts/_SUCCESS")).exists();
  }

  @Test
  void generatedLinesShouldDependOnTheSeedOnly() throws Exception {
    try (SparkSession spark = LocalSpark.start()) {
      List<Row> once = GeneratedText.lines(spark, 50, 7).collectAsList();
      List<Row> again = GeneratedText.lines(spark, 50, 7).repartition(3).collectAsList();
      List<Row> other = GeneratedText.lines(spark, 50, 8).collectAsList();

      assertThat(again).containsExactlyInAnyOrderElementsOf(once);
      assertThat(other).isNotEqualTo(once);
      assertThat(once.get(0).getString(0).split(" ")).hasSize(8);
    }
  }

  @Test
  void mainShouldRefuseAnUnknownArgumentBeforeItStartsSpark() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordCount.main(new String[] {"--line", "3"}))
        .withMessageContaining("Unknown argument --line");
  }
}
