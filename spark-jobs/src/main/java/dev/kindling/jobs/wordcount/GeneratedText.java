package dev.kindling.jobs.wordcount;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Lines of eight words that depend on nothing but their number and the seed: however the work is
 * spread, and on each attempt, they are the same. Early words of the list come more often.
 */
final class GeneratedText {
  private static final int WORDS_PER_LINE = 8;
  private static final String[] WORDS = {
    "spark", "ember", "kindling", "flame", "ash", "coal", "hearth", "smoke", "log", "fire",
    "bellows", "tinder", "flint", "match", "stove", "glow", "heat", "oak", "birch", "pine"
  };

  private GeneratedText() {}

  /** One column, {@code value}. */
  static Dataset<Row> lines(SparkSession spark, long count, long seed) {
    Column[] words =
        IntStream.range(0, WORDS_PER_LINE)
            .mapToObj(place -> word(place, seed))
            .toArray(Column[]::new);
    return spark.range(count).select(concat_ws(" ", words).as("value"));
  }

  private static Column word(int place, long seed) {
    Column list =
        functions.array(java.util.Arrays.stream(WORDS).map(functions::lit).toArray(Column[]::new));
    return element_at(list, least(choice(place, seed), choice(place + WORDS_PER_LINE, seed)));
  }

  private static Column choice(int salt, long seed) {
    Column hash = xxhash64(col("id"), lit(salt), lit(seed));
    return pmod(hash, lit((long) WORDS.length)).plus(1).cast("int");
  }
}
