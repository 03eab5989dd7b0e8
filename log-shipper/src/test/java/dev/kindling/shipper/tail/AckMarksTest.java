package dev.kindling.shipper.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.log.event.JoinState;
import dev.kindling.shipper.checkpoint.ResumePoint;
import org.junit.jupiter.api.Test;

class AckMarksTest {
  @Test
  void arrivedShouldMoveTheMarkOnlyOverTheFirstEventsWhenTheyArriveInAnyOrder() {
    AckMarks marks = new AckMarks(ResumePoint.START);
    marks.sent(0, point(10));
    marks.sent(10, point(20));
    marks.sent(20, point(30));

    assertThat(marks.arrived(10)).isFalse();
    assertThat(marks.low().offset()).isZero();
    assertThat(marks.arrived(0)).isTrue();
    assertThat(marks.low().offset()).isEqualTo(20);
    assertThat(marks.arrived(20)).isTrue();
    assertThat(marks.isEmpty()).isTrue();
  }

  @Test
  void arrivedShouldChangeNothingWhenTheEventIsUnknown() {
    AckMarks marks = new AckMarks(point(5));

    assertThat(marks.arrived(0)).isFalse();
    assertThat(marks.low()).isEqualTo(point(5));
  }

  private static ResumePoint point(long offset) {
    return new ResumePoint(offset, JoinState.FRESH, 0);
  }
}
