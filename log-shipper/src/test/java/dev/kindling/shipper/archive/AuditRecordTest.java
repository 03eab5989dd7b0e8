package dev.kindling.shipper.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AuditRecordTest {
  @Test
  void ofShouldUseNamesOfEcsWhenSomebodyWasDenied() {
    ArchivedRecord record =
        AuditRecord.of(
            record(
                "{\"at\":\"2026-11-27T08:00:00Z\",\"who\":\"key:etl\",\"by\":\"key\","
                    + "\"role\":\"viewer\",\"operation\":\"startRun\",\"method\":\"POST\","
                    + "\"path\":\"/api/v1/jobs/x/runs\",\"outcome\":\"denied\",\"status\":403,"
                    + "\"detail\":\"needs operator\",\"from\":\"10.0.0.7\",\"traceId\":null}"));

    JsonNode body = record.body();
    assertThat(record.version()).isEmpty();
    assertThat(body.at("/@timestamp").asText()).isEqualTo("2026-11-27T08:00:00Z");
    assertThat(body.at("/user/name").asText()).isEqualTo("key:etl");
    assertThat(body.at("/event/action").asText()).isEqualTo("startRun");
    assertThat(body.at("/event/outcome").asText()).isEqualTo("failure");
    assertThat(body.at("/kindling/outcome").asText()).isEqualTo("denied");
    assertThat(body.at("/http/response/status_code").asInt()).isEqualTo(403);
    assertThat(body.at("/source/address").asText()).isEqualTo("10.0.0.7");
    assertThat(body.path("trace").isEmpty()).isTrue();
  }

  @Test
  void ofShouldGiveSameIdWhenEntryIsReadAgain() {
    String entry = "{\"at\":\"2026-11-27T08:00:00Z\",\"outcome\":\"done\"}";

    assertThat(AuditRecord.of(record(entry)).id()).isEqualTo(AuditRecord.of(record(entry)).id());
  }

  @Test
  void ofShouldRefuseWhenItIsNoEntry() {
    assertThatThrownBy(() -> AuditRecord.of(record("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ConsumerRecord<String, byte[]> record(String entry) {
    return new ConsumerRecord<>("kindling.audit", 0, 7, "key:etl", entry.getBytes(UTF_8));
  }
}
