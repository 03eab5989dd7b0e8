package dev.kindling.jobs.etl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all checks found on one set of data.
 *
 * @param dataset name of the data
 * @param results one for each check, in the order of the checks
 */
public record QualityReport(String dataset, List<CheckResult> results) {
  private static final Logger LOG = LoggerFactory.getLogger(QualityReport.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  public QualityReport {
    results = List.copyOf(results);
  }

  /** Measures all figures in one pass over the data, logs each result. */
  public static QualityReport of(String dataset, Dataset<Row> data, List<QualityCheck> checks) {
    Column[] figures = checks.stream().map(QualityCheck::figure).toArray(Column[]::new);
    Row measured = data.select(figures).first();
    List<CheckResult> results = new ArrayList<>();
    for (int index = 0; index < checks.size(); index++) {
      CheckResult result = checks.get(index).judge(measured.getDouble(index));
      if (result.passed()) {
        LOG.info("{}: {}", dataset, result.sentence());
      } else {
        LOG.warn("{}: {}", dataset, result.sentence());
      }
      results.add(result);
    }
    return new QualityReport(dataset, results);
  }

  /**
   * @throws QualityException if a check of severity ERROR failed
   */
  public void requireGood() {
    List<CheckResult> fatal = results.stream().filter(CheckResult::fatal).toList();
    if (!fatal.isEmpty()) {
      throw new QualityException(
          dataset
              + ": "
              + fatal.stream().map(CheckResult::sentence).collect(Collectors.joining("; ")));
    }
  }

  /** The report as one JSON object. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
