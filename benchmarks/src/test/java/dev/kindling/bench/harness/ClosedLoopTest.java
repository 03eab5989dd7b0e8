package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
  @Test
  void runShouldDoEachOperationOnceWhenSeveralAreInFlight() {
    // given
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    // when
    Timings timings =
        new ClosedLoop(100, 4)
            .run(
                (number, lane) -> {
                  assertThat(done.add(number)).isTrue();
                  return new Passage(number, Map.of("half", number / 2L));
                });
    // then
    assertThat(done).hasSize(100);
    assertThat(timings.passages()).hasSize(100);
    assertThat(timings.passages().get(99)).isEqualTo(new Passage(99, Map.of("half", 49L)));
  }

  @Test
  void runShouldHaveSoManyInFlightWhenEachWaitsForTheOthers() {
    // given: nobody passes before three have come
    CyclicBarrier three = new CyclicBarrier(3);
    // when
    Timings timings =
        new ClosedLoop(30, 3)
            .run(
                (number, lane) -> {
                  pass(three);
                  return new Passage(1, Map.of());
                });
    // then
    assertThat(timings.passages()).hasSize(30);
  }

  @Test
  void runShouldFailWhenAnOperationFails() {
    // given
    ClosedLoop loop = new ClosedLoop(10, 2);
    // then
    assertThatThrownBy(
            () ->
                loop.run(
                    (number, lane) -> {
                      if (number == 7) {
                        throw new BenchException("seven");
                      }
                      return new Passage(1, Map.of());
                    }))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("seven");
  }

  private static void pass(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new BenchException("nobody came", e);
    }
  }
}
