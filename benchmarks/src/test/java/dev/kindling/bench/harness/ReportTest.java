package dev.kindling.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.model.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Drift STEADY = new Drift(100, 101);
  private static final Drift DRIFTED = new Drift(100, 130);

  @TempDir Path folder;

  @Test
  void verdictShouldBeMetWhenTheMedianReachesTheBound() {
    assertThat(report(STEADY, 4).verdict()).isEqualTo(Verdict.MET);
    assertThat(report(STEADY, 5).verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void verdictShouldBeMissedWhenTheMedianIsBeyondTheBound() {
    // when
    Report report = report(STEADY, 6);
    // then
    assertThat(report.verdict()).isEqualTo(Verdict.MISSED);
    assertThat(report.verdict().exitCode()).isNotZero();
    assertThat(report.summary()).anyMatch(line -> line.startsWith("MISSED  p50 ours / limit: 6"));
  }

  @Test
  void verdictShouldBeVoidWhenTheMachineDriftedWhateverTheRatios() {
    assertThat(report(DRIFTED, 4).verdict()).isEqualTo(Verdict.VOID);
    assertThat(report(DRIFTED, 6).verdict()).isEqualTo(Verdict.VOID);
    assertThat(Verdict.VOID.exitCode()).isNotZero();
  }

  @Test
  void writeShouldLeaveAllFiguresAndTheVerdictAsJson() throws Exception {
    // when
    Path file = report(STEADY, 4).write(folder.resolve("reports"));
    // then
    JsonNode document = Json.tree(Files.readAllBytes(file));
    assertThat(file).hasFileName("some.json");
    assertThat(document.path("verdict").asText()).isEqualTo("MET");
    assertThat(document.path("at").asText()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(document.at("/races/0/lines/3/p50Millis").asDouble()).isEqualTo(4);
    assertThat(document.at("/findings/0/spread/median").asDouble()).isEqualTo(4);
    assertThat(document.at("/expectations/0/value").asDouble()).isEqualTo(5);
    assertThat(document.at("/machine/processors").asInt()).isPositive();
  }

  private static Report report(Drift drift, double ours) {
    List<Line> lines =
        List.of(
            Lines.p50(1, "limit", 1), Lines.p50(1, "ours", 50),
            Lines.p50(2, "limit", 1), Lines.p50(2, "ours", ours));
    Ratio ratio = Ratio.between(lines, Measure.P50, "ours", "limit");
    return Report.of(
        "some",
        Instant.parse("2026-11-21T08:00:00Z"),
        List.of(new Race.Outcome("a race", lines, drift)),
        List.of(ratio),
        List.of(new Expectation(ratio, Bound.AT_MOST, 5)),
        List.of());
  }
}
