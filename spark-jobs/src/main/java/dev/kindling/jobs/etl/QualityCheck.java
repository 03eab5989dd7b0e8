package dev.kindling.jobs.etl;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.function.DoublePredicate;
import org.apache.spark.sql.Column;

/**
 * A rule that data must meet: one figure, computed by Spark in the same pass as all others, and
 * what it may be.
 *
 * @param name of the check
 * @param severity if it fails
 * @param figure an aggregate over all rows
 * @param good which figures pass
 * @param expected the same, for people
 */
public record QualityCheck(
    String name, Severity severity, Column figure, DoublePredicate good, String expected) {

  /** At least this many rows. */
  public static QualityCheck rowCount(Severity severity, long least) {
    return new QualityCheck(
        "row-count",
        severity,
        count(lit(1)).cast("double"),
        rows -> rows >= least,
        "at least " + least);
  }

  /** At most this part of the rows, 0 to 1, has no value in the column. */
  public static QualityCheck nullRatio(Severity severity, String column, double most) {
    Column missing = when(col(column).isNull(), 1.0).otherwise(0.0);
    return new QualityCheck(
        "null-ratio(" + column + ")",
        severity,
        coalesce(avg(missing), lit(0.0)),
        ratio -> ratio <= most,
        "at most " + most);
  }

  /** No value comes twice; rows without one do not count. */
  public static QualityCheck unique(Severity severity, String column) {
    Column repeated = count(col(column)).minus(count_distinct(col(column)));
    return new QualityCheck(
        "unique(" + column + ")",
        severity,
        repeated.cast("double"),
        repeats -> repeats == 0,
        "no repeated value");
  }

  /** All values lie within the bounds, both included; rows without one do not count. */
  public static QualityCheck range(Severity severity, String column, double least, double most) {
    Column outside = when(col(column).between(least, most), 0.0).when(col(column).isNull(), 0.0);
    return new QualityCheck(
        "range(" + column + ")",
        severity,
        coalesce(sum(outside.otherwise(1.0)), lit(0.0)),
        rows -> rows == 0,
        "no row outside of " + least + " to " + most);
  }

  CheckResult judge(double measured) {
    return new CheckResult(name, severity, good.test(measured), measured, expected);
  }
}
