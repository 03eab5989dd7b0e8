package dev.kindling.shipper.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroublesTest {
  private final List<String> told = new ArrayList<>();
  private final Troubles troubles = new Troubles(told::add);

  @Test
  void beganShouldTellOnceWhenTheTroubleStays() {
    troubles.began(Path.of("a"), new IOException("torn"));
    troubles.began(Path.of("b"), new IOException("torn"));
    troubles.began(Path.of("a"), new IOException("torn"));
    assertThat(told).hasSize(2);

    troubles.ended(Path.of("a"));
    troubles.began(Path.of("a"), new IOException("torn"));
    assertThat(told).hasSize(3);
  }

  @Test
  void summaryShouldNameTheFirstAndCountTheOthersWhenThereAreMany() {
    assertThat(troubles.summary()).isEmpty();
    for (int i = 0; i < 5; i++) {
      troubles.began(Path.of("place-" + i), new IOException("torn"));
    }

    assertThat(troubles.summary().orElseThrow())
        .contains("place-0 cannot be read: java.io.IOException: torn")
        .doesNotContain("place-3")
        .endsWith("and 2 more");
  }
}
