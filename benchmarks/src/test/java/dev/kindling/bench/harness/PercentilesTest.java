package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void atShouldBeTheNearestRankWhenTheSamplesAreOneToAHundred() {
    // given
    Percentiles all = Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());
    // then
    assertThat(all.at(50)).isEqualTo(50);
    assertThat(all.at(99)).isEqualTo(99);
    assertThat(all.at(100)).isEqualTo(100);
    assertThat(all.at(0.5)).isEqualTo(1);
  }

  @Test
  void atShouldBeAMeasuredValueWhenThereAreFewSamples() {
    // given
    Percentiles two = Percentiles.of(30L, 10L);
    // then
    assertThat(two.at(50)).isEqualTo(10);
    assertThat(two.at(51)).isEqualTo(30);
    assertThat(two.at(99)).isEqualTo(30);
  }

  @Test
  void medianShouldBeTheMeanOfTheMiddleTwoWhenTheCountIsEven() {
    assertThat(Percentiles.of(4.0, 1.0, 3.0, 2.0).median()).isEqualTo(2.5);
    assertThat(Percentiles.of(9.0, 1.0, 5.0).median()).isEqualTo(5);
  }

  @Test
  void ofShouldFailWhenThereAreNoSamples() {
    assertThatThrownBy(() -> Percentiles.of(new long[0])).isInstanceOf(BenchException.class);
  }

  @Test
  void atShouldRefuseWhenThePercentageIsOutOfRange() {
    // given
    Percentiles one = Percentiles.of(1L);
    // then
    assertThatThrownBy(() -> one.at(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.at(101)).isInstanceOf(IllegalArgumentException.class);
  }
}
