package dev.kindling.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("lease", "renewal", "port", "host");

  @ParameterizedTest
  @CsvSource({"leese,lease", "renwal,renewal", "prt,port", "hosts,host", "renewals,renewal"})
  void nearestShouldFindWhatWasMeant(String unknown, String meant) {
    assertThat(DidYouMean.nearest(unknown, KNOWN)).contains(meant);
    assertThat(DidYouMean.suggestion(unknown, KNOWN)).isEqualTo("; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"xyzzy", "le", "newer"})
  void nearestShouldGuessNothingWhenNothingIsNear(String unknown) {
    assertThat(DidYouMean.nearest(unknown, KNOWN)).isEmpty();
    assertThat(DidYouMean.suggestion(unknown, KNOWN)).isEqualTo(".");
  }

  @Test
  void nearestShouldTakeTheFirstByNameWhenTwoAreAsNear() {
    assertThat(DidYouMean.nearest("cat", List.of("hat", "bat"))).contains("bat");
  }

  @Test
  void nearestShouldBeEmptyWhenNothingIsKnown() {
    assertThat(DidYouMean.nearest("lease", List.of())).isEmpty();
  }
}
