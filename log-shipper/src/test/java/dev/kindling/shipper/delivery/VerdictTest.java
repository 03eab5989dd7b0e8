package dev.kindling.shipper.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  @ParameterizedTest
  @CsvSource({
    "200,,ARRIVED",
    "201,,ARRIVED",
    "409,version_conflict_engine_exception,DUPLICATE",
    "429,es_rejected_execution_exception,RETRY",
    "500,x,RETRY",
    "502,x,RETRY",
    "503,unavailable_shards_exception,RETRY",
    "504,x,RETRY",
    "403,cluster_block_exception,RETRY",
    "403,security_exception,RETRY",
    "401,security_exception,RETRY",
    "404,index_not_found_exception,RETRY",
    "400,index_closed_exception,RETRY",
    "400,document_parsing_exception,REFUSED",
    "400,strict_dynamic_mapping_exception,REFUSED",
    "400,illegal_argument_exception,REFUSED",
    "413,x,REFUSED"
  })
  void ofShouldFollowTheTableWhenAStatusComes(int status, String type, Verdict verdict) {
    assertThat(Verdict.of(new ItemResult(status, type, "reason"))).isEqualTo(verdict);
  }

  @Test
  void millisShouldDoubleUpToItsBoundWhenFailuresGoOn() {
    Backoff backoff = new Backoff(new Random(7));

    assertThat(backoff.millis(1)).isBetween(50L, 100L);
    assertThat(backoff.millis(4)).isBetween(400L, 800L);
    assertThat(backoff.millis(1_000_000)).isBetween(15_000L, 30_000L);
  }
}
