package dev.kindling.model.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemorySizeTest {
  @ParameterizedTest
  @CsvSource({
    "512,512",
    "512m,512",
    "512MB,512",
    "1g,1024",
    "1 g,0",
    "2T,2097152",
    "1024k,1",
    "1025k,2",
    "1b,1",
    "1048577b,2",
    "0,0",
    "9999999999p,2147483647",
    "999999999999999t,2147483647"
  })
  void mebibytesShouldReadSizesAsSparkDoesAndRoundUp(String text, int megabytes) {
    if (text.contains(" ")) {
      assertThatThrownBy(() -> MemorySize.mebibytes(text))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(MemorySize.mebibytes(text)).isEqualTo(megabytes);
    }
  }

  @Test
  void mebibytesShouldBeSparksDefaultWhenNothingIsGiven() {
    assertThat(MemorySize.mebibytes(null)).isEqualTo(1024);
  }
}
