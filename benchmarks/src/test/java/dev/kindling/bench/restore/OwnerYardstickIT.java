package dev.kindling.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Report;
import dev.kindling.stack.parts.Folders;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The yardstick works; how fast anything is, is not looked at. */
class OwnerYardstickIT {
  @Test
  void runShouldMeasureTakeoverWeightAndQuestionsWhenTheRunIsQuick() {
    Path folder = Path.of("target", "a quick owner");
    Folders.delete(folder);

    Report report = new OwnerYardstick(OwnerPlan.quick(), line -> {}).run(folder);

    assertThat(report.findings()).hasSize(3);
    assertThat(report.findings().stream().map(Finding::spread))
        .allSatisfy(spread -> assertThat(spread.max()).isFinite());
    assertThat(report.expectations()).isEmpty();
  }
}
