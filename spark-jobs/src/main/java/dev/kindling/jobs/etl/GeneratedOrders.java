package dev.kindling.jobs.etl;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Orders as a shop might deliver them, with the faults that such data have: missing customers,
 * untidy countries, amounts below zero and orders sent twice. They depend on nothing but their
 * number and the seed.
 */
final class GeneratedOrders {
  private static final long FIRST_SECOND = 1_767_225_600L; // 2026-01-01T00:00:00Z
  private static final int SECONDS_A_YEAR = 31_536_000;

  private GeneratedOrders() {}

  /**
   * Columns order_id, customer, country, amount, ordered_at.
   *
   * @param rows how many
   * @param seed of everything
   * @param faults the part of rows, 0 to 1, with each of the faults
   */
  static Dataset<Row> read(SparkSession spark, long rows, long seed, double faults) {
    Column id = col("id");
    Column countries = array(lit(" de"), lit("FR"), lit("pl "), lit("NL"), lit("it"));
    return spark
        .range(rows)
        .select(
            // A repeated order has the id of the one before it.
            when(faulty(1, seed, faults).and(id.gt(0)), id.minus(1)).otherwise(id).as("order_id"),
            when(faulty(2, seed, faults), lit(null).cast("string"))
                .otherwise(concat(lit("customer-"), random(3, seed, 1_000).cast("string")))
                .as("customer"),
            element_at(countries, random(4, seed, 5).plus(1).cast("int")).as("country"),
            when(faulty(5, seed, faults), lit(-1.0))
                .otherwise(random(6, seed, 100_000).divide(100.0))
                .as("amount"),
            timestamp_seconds(random(7, seed, SECONDS_A_YEAR).plus(FIRST_SECOND)).as("ordered_at"));
  }

  private static Column random(int salt, long seed, int bound) {
    return pmod(xxhash64(col("id"), lit(salt), lit(seed)), lit((long) bound));
  }

  private static Column faulty(int salt, long seed, double faults) {
    return random(salt, seed, 1_000_000).lt(lit((long) (faults * 1_000_000)));
  }
}
