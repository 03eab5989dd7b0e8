package dev.kindling.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCursorTest {
  @Test
  void ofShouldGiveBackWhatTextWrote() {
    // given
    LogCursor cursor = new LogCursor(Json.mapper().createArrayNode());
    cursor.sort().add(Long.MAX_VALUE).addNull().add("/a b/ü");

    // when, then
    assertThat(LogCursor.of(cursor.text())).hasToString(cursor.toString());
    assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "[1, 2]", "[\"1\", 2, \"a\"]", "[1, 2, {}]", "[1.5, 2, \"a\"]", "x"})
  void ofShouldRefuseWhatIsNotOurs(String json) {
    String text = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> LogCursor.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofShouldRefuseWhatIsNotBase64() {
    assertThatThrownBy(() -> LogCursor.of("%%%")).isInstanceOf(IllegalArgumentException.class);
  }
}
