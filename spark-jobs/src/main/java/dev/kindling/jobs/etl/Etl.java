package dev.kindling.jobs.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.upper;

import dev.kindling.jobs.Arguments;
import dev.kindling.jobs.AttemptOutput;
import dev.kindling.jobs.RunIdentity;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans generated orders, checks their quality before and after, and writes them as Parquet with a
 * quality report. Nothing is published if a check of severity ERROR fails.
 */
public final class Etl {
  private static final Logger LOG = LoggerFactory.getLogger(Etl.class);
  private static final double HIGHEST_AMOUNT = 1_000;

  private Etl() {}

  /**
   * Arguments: {@code --output} folder (required), {@code --rows}, {@code --seed}, {@code --faults}
   * part of rows with each kind of fault, {@code --max-null-ratio} of customers in the source,
   * above which the job fails.
   */
  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.of(words);
    String output = arguments.required("output", "the folder for the cleaned orders");
    long rows = arguments.integer("rows", 10_000, 1, 100_000_000);
    long seed = arguments.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    double faults = arguments.number("faults", 0.01, 0, 1);
    double mostNulls = arguments.number("max-null-ratio", 0.05, 0, 1);
    arguments.refuseOthers();

    try (SparkSession spark = SparkSession.builder().appName("etl").getOrCreate()) {
      LOG.info("Reading {} generated orders with seed {}", rows, seed);
      Dataset<Row> source = GeneratedOrders.read(spark, rows, seed, faults).cache();
      QualityReport.of("source", source, sourceChecks(mostNulls)).requireGood();

      Dataset<Row> cleaned = clean(source).cache();
      QualityReport report = QualityReport.of("orders", cleaned, checks(rows));
      report.requireGood();

      AttemptOutput target =
          AttemptOutput.open(
              output, RunIdentity.current(), spark.sparkContext().hadoopConfiguration());
      cleaned.write().parquet(target.folder("orders"));
      target.write("quality.json", report.json());
      System.out.printf("%d of %d orders are in %s%n", cleaned.count(), rows, target.publish());
    }
  }

  /** Tidy countries, a day for each order; no order twice, none without customer or below zero. */
  static Dataset<Row> clean(Dataset<Row> orders) {
    return orders
        .where(col("customer").isNotNull().and(col("amount").geq(0)))
        .dropDuplicates("order_id")
        .withColumn("country", upper(trim(col("country"))))
        .withColumn("day", to_date(col("ordered_at")));
  }

  private static List<QualityCheck> sourceChecks(double mostNulls) {
    return List.of(
        QualityCheck.nullRatio(Severity.ERROR, "customer", mostNulls),
        QualityCheck.unique(Severity.WARNING, "order_id"),
        QualityCheck.range(Severity.WARNING, "amount", 0, HIGHEST_AMOUNT));
  }

  private static List<QualityCheck> checks(long sourceRows) {
    return List.of(
        QualityCheck.rowCount(Severity.ERROR, sourceRows / 2),
        QualityCheck.nullRatio(Severity.ERROR, "customer", 0),
        QualityCheck.unique(Severity.ERROR, "order_id"),
        QualityCheck.range(Severity.ERROR, "amount", 0, HIGHEST_AMOUNT));
  }
}
