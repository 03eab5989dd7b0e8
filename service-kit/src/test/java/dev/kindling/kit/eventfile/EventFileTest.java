package dev.kindling.kit.eventfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFileTest {
  private static final Instant AT = Instant.parse("2026-01-15T08:00:00.123Z");

  @Test
  void recordsShouldHoldEachItemInItsLineWhenTheyArePutTogether() {
    // given: more than three pieces
    ArrayNode items = Json.mapper().createArrayNode();
    for (int i = 0; i < 30; i++) {
      items.addObject().put("n", i).put("text", "ж\n".repeat(30_000));
    }

    // when
    EventFile file = EventFile.of(items, AT).orElseThrow();

    // then
    List<ProducerRecord<String, byte[]>> records = file.records();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = 0; i < records.size(); i++) {
      ProducerRecord<String, byte[]> record = records.get(i);
      assertThat(record.key()).isEqualTo(file.ref().digest());
      assertThat(record.value()).hasSizeLessThan(900_000);
      assertThat(EventFilePiece.of(record.headers()))
          .contains(new EventFilePiece(i, records.size(), file.size()));
      whole.writeBytes(record.value());
    }
    assertThat(records).hasSizeGreaterThan(3);
    assertThat(whole.size()).isEqualTo(file.size());
    assertThat(whole.toString(UTF_8).lines().map(line -> Json.read(line, Object.class)))
        .hasSize(30)
        .element(29)
        .isEqualTo(Json.mapper().convertValue(items.get(29), Object.class));
  }

  @Test
  void refShouldSayWhenItWasWrittenAndBeTheSameForTheSameContent() {
    EventFile file = EventFile.of(Json.mapper().createArrayNode().add(1), AT).orElseThrow();
    EventFile later =
        EventFile.of(Json.mapper().createArrayNode().add(1), AT.plusSeconds(1)).orElseThrow();

    assertThat(EventFileName.writtenAt(file.ref())).contains(AT);
    assertThat(ArtifactRef.of(file.ref().text())).contains(file.ref());
    assertThat(later.ref().digest()).isEqualTo(file.ref().digest());
  }

  @Test
  void recordsShouldBeOneWhenThereIsNothingInTheFile() {
    EventFile file = EventFile.of(Json.mapper().createArrayNode(), AT).orElseThrow();

    assertThat(file.records()).hasSize(1);
    assertThat(file.records().get(0).value()).isEmpty();
    assertThat(file.records().get(0).timestamp()).isEqualTo(AT.toEpochMilli());
    assertThat(EventFilePiece.of(file.records().get(0).headers()))
        .contains(new EventFilePiece(0, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"etl.jar", "events-2024.ndjson", "events-20260101.ndjson", "events-.ndjson"})
  void nameShouldBeNoneOfEventsWhenItHasNoTimeInMilliseconds(String name) {
    assertThat(EventFileName.writtenAt(new ArtifactRef("ab".repeat(32), name))).isEmpty();
  }

  @Test
  void ofShouldMakeNoFileWhenItWouldBeTooLarge() {
    ArrayNode items = Json.mapper().createArrayNode();
    for (int i = 0; i < 9; i++) {
      items.add("x".repeat(1_000_000));
    }

    assertThat(EventFile.of(items, AT)).isEmpty();
  }

  @Test
  void pieceShouldBeNoneWhenTheHeadersAreOfAnother() {
    assertThat(EventFilePiece.of(new RecordHeaders())).isEmpty();
  }
}
