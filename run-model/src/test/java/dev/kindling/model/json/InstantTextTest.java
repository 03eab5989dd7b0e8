package dev.kindling.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  private static final ObjectMapper USUAL =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();

  @Test
  void instantsShouldBeWrittenAndReadAsTheirOwnTextWhateverTheyAre() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      long second =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong(-80_000_000_000L, 300_000_000_000L);
            case 2 -> random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
            default -> 1_795_000_000L + random.nextInt(100_000_000);
          };
      int nano =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1_000) * 1_000_000;
            case 2 -> random.nextInt(1_000_000) * 1_000;
            default -> random.nextInt(1_000_000_000);
          };
      Instant instant = Instant.ofEpochSecond(second, nano);

      String written = Json.text(instant);

      assertThat(written).as("seed %d", seed).isEqualTo('"' + instant.toString() + '"');
      assertThat(Json.read(written, Instant.class)).as("seed %d", seed).isEqualTo(instant);
    }
  }

  /** Also texts that nobody of us writes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2026-11-21T08:00:00Z\"",
        "\"2026-11-21T08:00:00.1Z\"",
        "\"2026-11-21T08:00:00.123456789Z\"",
        "\"2026-11-21T08:00:00+01:00\"",
        "\"2024-02-29T23:59:59Z\"",
        "\"2016-12-31T24:00:00Z\"",
        "\"2026-11-21T08:00:00.Z\"",
        "\"+12026-11-21T08:00:00Z\"",
        "\"-0001-11-21T08:00:00Z\"",
        "1795000000",
        "1795000000.25",
        "\"1795000000\"",
        "\"\"",
      })
  void instantsShouldBeReadAsUsual(String json) throws Exception {
    assertThat(Json.read(json, Instant.class)).isEqualTo(USUAL.readValue(json, Instant.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2026-11-21T08:00Zxx\"",
        "\"2026-11-21T08:00:00+0100\"",
        "\"2026-13-21T08:00:00Z\"",
        "\"2023-02-29T08:00:00Z\"",
        "\"2026-11-21T25:00:00Z\"",
        "\"2026-11-21T08:60:00Z\"",
        "\"2026-11-21T08:00:60Z\"",
        "\"2026-11-21T08:00:00.1234567890Z\"",
        "\"2026-11-21T08:00:00.12x4Z\"",
        "\"2026-11-21 08:00:00Z\"",
        "\"2O26-11-21T08:00:00Z\"",
        "\"2026-11-21T-1:00:00Z\"",
        "true",
        "{}",
      })
  void instantsShouldBeRefusedAsUsual(String json) {
    assertThatThrownBy(() -> USUAL.readValue(json, Instant.class)).isNotNull();
    assertThatThrownBy(() -> Json.read(json, Instant.class))
        .isInstanceOf(UncheckedIOException.class);
  }
}
