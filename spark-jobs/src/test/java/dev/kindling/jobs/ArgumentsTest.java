package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void integerShouldReadTheValueOrTheFallback() {
    Arguments arguments = Arguments.of("--lines", "7");

    assertThat(arguments.integer("lines", 1, 0, 10)).isEqualTo(7);
    assertThat(arguments.integer("seed", 42, 0, 100)).isEqualTo(42);
  }

  @Test
  void integerShouldNameArgumentAndBoundsWhenTheValueIsOutside() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.of("--lines", "11").integer("lines", 1, 0, 10))
        .withMessage("Argument --lines is \"11\": it must be a whole number from 0 to 10.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.of("--lines", "many").integer("lines", 1, 0, 10))
        .withMessageContaining("--lines is \"many\"");
  }

  @Test
  void textShouldBeEmptyWhenTheValueIsEmpty() {
    assertThat(Arguments.of("--input", "").text("input")).isEmpty();
  }

  @Test
  void requiredShouldSayWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.of().required("output", "the folder for the result"))
        .withMessage("Argument --output is missing: the folder for the result.");
  }

  @Test
  void refuseOthersShouldNameTheUnknownAndTheKnown() {
    Arguments arguments = Arguments.of("--sed", "1");
    arguments.text("seed");

    assertThatIllegalArgumentException()
        .isThrownBy(arguments::refuseOthers)
        .withMessage("Unknown argument --sed: this job knows --seed.");
  }

  @Test
  void ofShouldRefuseWhatIsNoPair() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.of("lines", "1"))
        .withMessageContaining("found \"lines\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.of("--lines"))
        .withMessageContaining("--lines has no value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.of("--lines", "1", "--lines", "2"))
        .withMessageContaining("twice");
  }
}
