package dev.kindling.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryGrowthTest {
  @Test
  void nextShouldGrowByHalfUpToTwiceWhatTheJobAsksForWhenNothingIsSaid() {
    MemoryGrowth growth = new MemoryGrowth(null, null);

    assertThat(growth.next(1000, 1000)).isEqualTo(1500);
    assertThat(growth.next(1000, 1500)).isEqualTo(2000);
    assertThat(growth.next(1000, 2000)).isEqualTo(2000);
  }

  @Test
  void nextShouldStopAtTheCap() {
    assertThat(new MemoryGrowth(400, "3g").next(1024, 1024)).isEqualTo(3072);
  }

  @Test
  void nextShouldNeverTakeAwayWhenTheCapIsBelowWhatTheJobAsksFor() {
    assertThat(new MemoryGrowth(200, "512m").next(1024, 1024)).isEqualTo(1024);
  }

  @Test
  void nextShouldNotOverflow() {
    assertThat(new MemoryGrowth(1000, "999999p").next(Integer.MAX_VALUE, Integer.MAX_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
  }
}
