package dev.kindling.bench.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick run, to see that it works. */
@Tag("nightly")
class DoorYardstickIT {
  @Test
  void yardstickShouldMeasureWritesReadsAndStreamsAndJudgeNothingWhenQuick(@TempDir Path folder) {
    Report report = new DoorYardstick(DoorPlan.quick(), line -> {}).run(folder);

    assertThat(report.races()).hasSize(3);
    assertThat(report.verdict()).isNotEqualTo(Verdict.MISSED);
  }
}
