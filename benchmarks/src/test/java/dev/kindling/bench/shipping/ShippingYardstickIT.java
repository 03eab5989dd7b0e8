package dev.kindling.bench.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick run, to see that it works; peers take part where they are installed. */
@Tag("nightly")
class ShippingYardstickIT {
  @Test
  void yardstickShouldMeasureAllWaysAndLoseNothingWhenQuick(@TempDir Path folder) {
    Report report = new ShippingYardstick(ShippingPlan.quick(), line -> {}).run(folder);

    assertThat(report.races()).hasSize(1);
    assertThat(report.notes())
        .anyMatch(note -> note.contains("Kindling") && note.contains("0 lost, 0 doubled"));
    assertThat(report.verdict()).isNotEqualTo(Verdict.MISSED);
  }
}
