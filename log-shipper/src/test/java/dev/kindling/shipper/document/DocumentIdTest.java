package dev.kindling.shipper.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DocumentIdTest {
  @Test
  void ofShouldSortAsTheFileDoesWhenOffsetsGrow() {
    String first = DocumentId.of("0123456789abcdef", 255, 16);
    String second = DocumentId.of("0123456789abcdef", 4096, 1);

    assertThat(first).isEqualTo("0123456789abcdef00000000ff000010").hasSize(32);
    assertThat(first).isLessThan(second);
  }

  @Test
  void ofShouldRefuseWhenALengthDoesNotFit() {
    assertThatThrownBy(() -> DocumentId.of("k", 0, 1L << 24))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void indexNameShouldComeFromTheIdsDateWhenItHasOne() {
    assertThat(SparkId.index("driver-20261120230559-1609")).isEqualTo("spark-logs-2026.11.20");
    assertThat(SparkId.index("app-20261120230608-0000")).isEqualTo("spark-logs-2026.11.20");
    assertThat(SparkId.index("driver-mine")).isEqualTo("spark-logs-undated");
    assertThat(SparkId.registered("app-20261120230608-0000", ZoneOffset.UTC))
        .contains(Instant.parse("2026-11-20T23:06:08Z"));
  }
}
