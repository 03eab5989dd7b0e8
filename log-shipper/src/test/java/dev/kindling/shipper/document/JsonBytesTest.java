package dev.kindling.shipper.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
  private static final String ALPHABET =
      "ab\"\\/\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080\u2028\u00e4\u4e16\ud83d\ude00";

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonBytes json = new JsonBytes();

  @Test
  void textShouldBeReadBackAsItWasWhateverItHolds() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      String text = random(random);

      JsonNode read = mapper.readTree(json.clear().text(text).toBytes());

      assertThat(read.isTextual()).isTrue();
      assertThat(read.asText()).isEqualTo(text);
    }
  }

  @Test
  void textShouldBeValidWhenHalfOfSurrogatePairIsMissing() throws IOException {
    assertThat(mapper.readTree(json.clear().text("a\ud83d").toBytes()).asText()).isEqualTo("a?");
  }

  @Test
  void toBytesShouldHoldAllPiecesInOrder() throws IOException {
    json.clear().raw(JsonBytes.piece("{\"a\":")).number(-42).raw(JsonBytes.piece(",\"b\":"));
    json.text("x".repeat(1_000_000)).raw('}');

    JsonNode read = mapper.readTree(json.toBytes());

    assertThat(read.path("a").asLong()).isEqualTo(-42);
    assertThat(read.path("b").asText()).hasSize(1_000_000);
    assertThat(json.clear().number(1).toBytes()).containsExactly('1');
  }

  @Test
  void numberShouldBeReadBackAsItWasAlsoAtItsEnds() throws IOException {
    for (long number : new long[] {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(mapper.readTree(json.clear().number(number).toBytes()).asLong()).isEqualTo(number);
    }
  }

  private static String random(Random random) {
    int[] points = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
