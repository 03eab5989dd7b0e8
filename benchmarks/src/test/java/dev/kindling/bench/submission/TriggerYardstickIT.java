package dev.kindling.bench.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Line;
import dev.kindling.bench.harness.Report;
import dev.kindling.stack.parts.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The yardstick works; how fast anything is, is not looked at. */
@Tag("nightly")
class TriggerYardstickIT {
  private final Path folder = Path.of("target", "quick-triggers");

  @BeforeEach
  void forgetTheLastRun() {
    Folders.delete(folder);
  }

  @Test
  void runShouldMeasureBothRacesAndTheDelayWhenTheRunIsQuick() {
    // given
    List<String> printed = new ArrayList<>();

    // when
    Report report = new TriggerYardstick(TriggerPlan.quick(), printed::add).run(folder);

    // then
    assertThat(report.races()).hasSize(2);
    assertThat(report.races().get(1).lines())
        .extracting(Line::contestant)
        .containsExactly(
            "plain loop", "Kindling", "4 triggers", "plain loop", "Kindling", "4 triggers");
    assertThat(report.expectations()).isEmpty();
    assertThat(printed).anyMatch(line -> line.contains("behind 1000 events"));
  }
}
