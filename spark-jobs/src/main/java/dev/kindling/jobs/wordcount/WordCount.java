package dev.kindling.jobs.wordcount;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.split;

import dev.kindling.jobs.Arguments;
import dev.kindling.jobs.AttemptOutput;
import dev.kindling.jobs.RunIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the words of a text, or of generated lines, and prints the most frequent. */
public final class WordCount {
  private static final Logger LOG = LoggerFactory.getLogger(WordCount.class);

  private WordCount() {}

  /**
   * Arguments: {@code --input} a text file or folder (else lines are generated from {@code --lines}
   * and {@code --seed}), {@code --output} folder for the counts as CSV (else none are written),
   * {@code --top} how many words to print.
   */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.of(words);
    Optional<String> input = arguments.text("input");
    Optional<String> output = arguments.text("output");
    long lines = arguments.integer("lines", 100_000, 1, 100_000_000);
    long seed = arguments.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    int top = (int) arguments.integer("top", 10, 1, 1_000);
    arguments.refuseOthers();

    try (SparkSession spark = SparkSession.builder().appName("word-count").getOrCreate()) {
      LOG.info("Counting words of {}", input.orElse(lines + " generated lines with seed " + seed));
      Dataset<Row> text =
          input
              .map(path -> spark.read().text(path))
              .orElseGet(() -> GeneratedText.lines(spark, lines, seed));
      Dataset<Row> counts = count(text).cache();
      print(counts, top);
      if (output.isPresent()) {
        LOG.info("Counted; writing to {}", output.get());
        AttemptOutput target =
            AttemptOutput.open(
                output.get(), RunIdentity.current(), spark.sparkContext().hadoopConfiguration());
        counts.coalesce(1).write().option("header", true).csv(target.folder("counts"));
        System.out.println("Counts are in " + target.publish());
      }
      LOG.info("Done");
    }
  }

  /** Words in lower case with their count, the most frequent first, equal ones by name. */
  static Dataset<Row> count(Dataset<Row> text) {
    return text.select(explode(split(lower(col("value")), "[^\\p{L}\\p{N}']+")).as("word"))
        .where(length(col("word")).gt(0))
        .groupBy("word")
        .count()
        .orderBy(desc("count"), col("word"));
  }

  private static void print(Dataset<Row> counts, int top) {
    List<Row> rows = counts.limit(top).collectAsList();
    System.out.printf("The %d most frequent of %d words:%n", rows.size(), counts.count());
    for (Row row : rows) {
      System.out.printf(Locale.ROOT, "%12d  %s%n", row.getLong(1), row.getString(0));
    }
  }
}
