package dev.kindling.jobs.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.jobs.Captured;
import dev.kindling.jobs.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtlTest {
  @TempDir Path folder;

  @Test
  void mainShouldWriteOrdersAndReportWhenTheDataAreGood() throws Exception {
    // given
    LocalSpark.start();
    // when
    String out =
        Captured.stdoutOf(
            () -> Etl.main(new String[] {"--output", folder.toString(), "--rows", "1000"}));
    // then
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("without-run/quality.json").toFile());
    assertThat(report.path("results"))
        .hasSize(4)
        .allMatch(result -> result.path("passed").asBoolean());
    long rows = report.path("results").get(0).path("figure").asLong();
    assertThat(rows).isBetween(950L, 999L);
    assertThat(out).contains(rows + " of 1000 orders are in ");
    try (SparkSession spark = LocalSpark.start()) {
      Dataset<Row> orders = spark.read().parquet(folder.resolve("without-run/orders").toString());
      assertThat(orders.count()).isEqualTo(rows);
      assertThat(
              orders
                  .select("country")
                  .distinct()
                  .as(org.apache.spark.sql.Encoders.STRING())
                  .collectAsList())
          .containsExactlyInAnyOrder("DE", "FR", "PL", "NL", "IT");
    }
  }

  @Test
  void mainShouldFailNamingCheckAndFiguresWhenTheSourceIsTooBad() {
    LocalSpark.start();

    assertThatThrownBy(
            () ->
                Etl.main(
                    new String[] {
                      "--output", folder.toString(), "--rows", "1000", "--faults", "0.2"
                    }))
        .isInstanceOf(QualityException.class)
        .hasMessageMatching(
            "source: quality check null-ratio\\(customer\\) failed: 0\\.\\d+, expected at most 0\\.05");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void reportShouldNotFailWhenOnlyAWarningFails() throws Exception {
    try (SparkSession spark = LocalSpark.start()) {
      QualityReport report =
          QualityReport.of(
              "numbers",
              spark.range(3).toDF("id").union(spark.range(1).toDF("id")),
              List.of(
                  QualityCheck.unique(Severity.WARNING, "id"),
                  QualityCheck.range(Severity.WARNING, "id", 0, 1),
                  QualityCheck.rowCount(Severity.ERROR, 4)));

      assertThat(report.results())
          .extracting(CheckResult::passed)
          .containsExactly(false, false, true);
      assertThat(report.results()).extracting(CheckResult::figure).containsExactly(1.0, 1.0, 4.0);
      report.requireGood();
    }
  }
}
