package dev.kindling.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunPlacesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
  private static final RunPlaces ALL =
      new RunPlaces(
          Optional.of(URI.create("http://master:8080/")),
          Optional.of(URI.create("http://history:18080")),
          Optional.of(URI.create("http://kibana:5601/data/")),
          Optional.of(URI.create("http://jaeger:16686")));

  private final Run run = Runs.run("r1", "etl", 1, RunState.RUNNING);
  private final Attempt begun = Attempt.begun(1, "hash", null, BEGIN);

  @Test
  void attemptShouldBeShownWhereItIs() {
    // when
    RunPlaces.Links links = ALL.of(run, begun.running("app-1", null));

    // then
    assertThat(links.sparkUi()).isEqualTo("http://master:8080/app/?appId=app-1");
    assertThat(links.history()).isNull();
    assertThat(links.trace())
        .isEqualTo("http://jaeger:16686/trace/0af7651916cd43dd8448eb211c80319c");
    assertThat(links.kibana())
        .isEqualTo(
            "http://kibana:5601/data/app/discover#/?_g=(time:(from:'2026-11-21T10:00:00Z',to:'now'))"
                + "&_a=(dataSource:(dataViewId:spark-logs,type:dataView),query:(language:kuery,"
                + "query:'run.id%3A%22r1%22%20and%20run.attempt%3A1'))");
  }

  @Test
  void endedAttemptShouldBeInTheHistory() {
    // when
    RunPlaces.Links links =
        ALL.of(
            run,
            begun
                .running("app-1", null)
                .ended(AttemptState.FAILED, null, "why", BEGIN.plusSeconds(60)));

    // then
    assertThat(links.history()).isEqualTo("http://history:18080/history/app-1/");
    assertThat(links.kibana()).contains("to:'2026-11-21T10:02:00Z'");
  }

  @Test
  void placesThatNobodyToldShouldBeLeftOut() {
    assertThat(RunPlaces.NONE.of(run, begun)).isNull();
    assertThat(ALL.of(run, begun).sparkUi()).isNull();
  }
}
