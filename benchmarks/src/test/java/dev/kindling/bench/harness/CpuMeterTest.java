package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CpuMeterTest {
  @Test
  void nanosShouldGrowByAtLeastTheWorkOfAChildWhenItHasEnded() throws Exception {
    // given
    CpuMeter meter = new CpuMeter();
    long before = meter.nanos(List.of());
    // when
    Process child =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();
    assertThat(child.waitFor()).isZero();
    // then
    assertThat(meter.nanos(List.of()) - before).isGreaterThan(20_000_000);
  }

  @Test
  void nanosShouldFailWhenAProcessIsGone() throws Exception {
    // given
    Process child = new ProcessBuilder("true").start();
    child.waitFor();
    // then
    assertThatThrownBy(() -> new CpuMeter().nanos(List.of(child.pid())))
        .isInstanceOf(BenchException.class);
  }
}
