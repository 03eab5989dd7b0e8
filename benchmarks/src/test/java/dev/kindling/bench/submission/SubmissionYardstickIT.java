package dev.kindling.bench.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.bench.harness.Line;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Report;
import dev.kindling.stack.parts.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The yardstick works; how fast anything is, is not looked at. */
@Tag("nightly")
class SubmissionYardstickIT {
  /** Its path has a space, as a clone's may. */
  private final Path folder = Path.of("target", "a quick bench");

  @BeforeEach
  void forgetTheLastRun() {
    Folders.delete(folder);
  }

  @Test
  void runShouldMeasureAllThreeWaysWhenTheRunIsQuick() {
    // given
    List<String> printed = new ArrayList<>();
    SubmissionPlan plan = SubmissionPlan.quick();
    // when
    Report report =
        new SubmissionYardstick(plan, Optional.empty(), printed::add).run(folder.resolve("data"));
    // then
    assertThat(report.races()).hasSize(2);
    assertThat(report.races().get(0).lines())
        .extracting(Line::contestant)
        .containsExactly(
            "raw hop", "Kindling", "SparkSubmit", "raw hop", "Kindling", "SparkSubmit");
    assertThat(report.races().stream().map(Race.Outcome::lines).flatMap(List::stream))
        .allSatisfy(
            line -> {
              assertThat(line.p50Millis()).isPositive().isLessThanOrEqualTo(line.p99Millis());
              assertThat(line.cpuMillis()).isPositive();
              assertThat(line.parts().values())
                  .allSatisfy(part -> assertThat(part).isNotNegative());
            });
    assertThat(report.findings())
        .allSatisfy(finding -> assertThat(finding.spread().median()).isPositive().isFinite());
    assertThat(report.expectations()).isEmpty();
    assertThat(report.write(folder)).satisfies(file -> assertThat(Files.size(file)).isPositive());
    assertThat(printed).anyMatch(line -> line.contains("SparkSubmit"));
  }
}
