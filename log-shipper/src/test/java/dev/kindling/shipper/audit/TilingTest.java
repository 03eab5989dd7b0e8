package dev.kindling.shipper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TilingTest {
  @Test
  void ofShouldBeExactWhenRangesMeet() {
    Tiling tiling = Tiling.of(List.of(new ByteRange(4, 6), new ByteRange(0, 4)), 10);

    assertThat(tiling.isExact()).isTrue();
    assertThat(tiling.bytes()).isEqualTo(10);
  }

  @Test
  void ofShouldNameGapsAndOverlapsWhenRangesDoNotMeet() {
    Tiling tiling =
        Tiling.of(List.of(new ByteRange(0, 4), new ByteRange(2, 4), new ByteRange(8, 2)), 12);

    assertThat(tiling.isExact()).isFalse();
    assertThat(tiling.gaps()).containsExactly(new ByteRange(6, 2), new ByteRange(10, 2));
    assertThat(tiling.overlaps()).containsExactly(new ByteRange(2, 2));
  }

  @Test
  void ofShouldNotBeExactWhenADocumentIsThereTwice() {
    Tiling tiling = Tiling.of(List.of(new ByteRange(0, 4), new ByteRange(0, 4)), 4);

    assertThat(tiling.isExact()).isFalse();
  }
}
