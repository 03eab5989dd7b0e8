package dev.kindling.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick run, to see that it works. */
class RestoreYardstickIT {
  @Test
  void yardstickShouldMeasureBothAndJudgeNothingWhenQuick(@TempDir Path folder) {
    Report report = new RestoreYardstick(RestorePlan.quick(), System.out::println).run(folder);

    assertThat(report.races().get(0).lines()).hasSize(4);
    assertThat(report.verdict()).isNotEqualTo(Verdict.MISSED);
  }
}
