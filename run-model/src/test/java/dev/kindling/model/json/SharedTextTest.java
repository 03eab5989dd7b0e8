package dev.kindling.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTextTest {
  record Two(String name, List<String> words) {}

  private static Two read(String json) {
    return Json.readToHold(json.getBytes(StandardCharsets.UTF_8), Two.class);
  }

  @Test
  void readToHoldShouldShareEqualTexts() {
    Two one = read("{\"name\": \"daily\", \"words\": [\"daily\", \"weekly\"]}");
    Two other = read("{\"name\": \"weekly\"}");

    assertThat(one.name()).isSameAs(one.words().get(0));
    assertThat(other.name()).isSameAs(one.words().get(1));
  }

  @Test
  void readToHoldShouldReadWhatReadReads() {
    String json = "{\"name\": 7, \"words\": [null, \"" + "x".repeat(200) + "\"]}";

    assertThat(read(json)).isEqualTo(Json.read(json, Two.class));
  }
}
