package dev.kindling.shipper.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.log.event.JoinState;
import dev.kindling.shipper.checkpoint.ResumePoint;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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
  void lowShouldBeTheLastThatHasArrivedWithAllBeforeItWhateverTheOrder() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      AckMarks marks = new AckMarks(ResumePoint.START);
      TreeSet<Long> open = new TreeSet<>();
      long end = 0;
      for (int step = 0; step < 400; step++) {
        // so that it grows, wraps around and becomes empty
        boolean send = open.isEmpty() || random.nextInt(100) < 50 + round % 3 * 10 - step / 10;
        if (send) {
          marks.sent(end, point(end + 5));
          open.add(end);
          end += 5;
        } else {
          long one = List.copyOf(open).get(random.nextInt(Math.min(open.size(), 40)));
          boolean first = open.first() == one;
          open.remove(one);
          assertThat(marks.arrived(one)).isEqualTo(first);
        }
        assertThat(marks.low().offset()).isEqualTo(open.isEmpty() ? end : open.first());
        assertThat(marks.isEmpty()).isEqualTo(open.isEmpty());
      }
    }
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
