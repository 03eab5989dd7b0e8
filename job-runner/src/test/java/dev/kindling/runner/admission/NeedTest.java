package dev.kindling.runner.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.model.job.SparkSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedTest {
  private static Need of(Map<String, String> properties) {
    return Need.of(new SparkSpec("a.B", "file:/j.jar", null, properties, null));
  }

  @Test
  void ofShouldBeSparksDefaultsWhenTheSpecSaysNothing() {
    assertThat(of(Map.of())).isEqualTo(new Need(1, 1024, 1, 1024));
  }

  @Test
  void ofShouldBeWhatTheSpecSays() {
    assertThat(
            of(
                Map.of(
                    "spark.driver.cores", "2",
                    "spark.driver.memory", "3g",
                    "spark.executor.cores", "4",
                    "spark.executor.memory", "512m")))
        .isEqualTo(new Need(2, 3072, 4, 512));
  }

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
  void megabytesShouldReadSizesAsSparkDoesAndRoundUp(String text, int megabytes) {
    if (text.contains(" ")) {
      assertThatThrownBy(() -> Need.megabytes(text)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(Need.megabytes(text)).isEqualTo(megabytes);
    }
  }

  @Test
  void wordsShouldSayWhatIsNeeded() {
    assertThat(new Need(1, 1024, 2, 2048).words())
        .isEqualTo(
            "1 core(s) and 1024 MiB for the driver and 2 core(s) and 2048 MiB for a first"
                + " executor");
  }
}
