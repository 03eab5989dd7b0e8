package dev.kindling.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpecTextTest {
  private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");

  private static JobDefinition job(String mainClass) {
    JobSpec spec =
        Json.read(
            """
            {"description": "says \\"hé\\"", "labels": {"team": "search"},
             "spark": {"mainClass": "%s", "appResource": "file:/b.jar"},
             "parameters": {"type": "object", "properties": {"day": {"type": "string"}}}}
            """
                .formatted(mainClass),
            JobSpec.class);
    return new JobDefinition("etl", 3, spec, AT, "me");
  }

  @Test
  void specShouldBeWrittenAlikeEachTime() {
    JobDefinition job = job("a.B");

    String first = Json.text(job);

    assertThat(Json.text(job)).isEqualTo(first);
    assertThat(Json.tree((Object) job)).hasToString(first);
    assertThat(first).contains(Json.text(job.spec()));
    assertThat(Json.read(first, JobDefinition.class)).isEqualTo(job);
  }

  @Test
  void specShouldNotBeTakenForAnother() {
    for (int i = 0; i < 200; i++) {
      JobDefinition job = job("a.B" + i);

      assertThat(Json.read(Json.bytes(job), JobDefinition.class)).isEqualTo(job);
    }
  }

  @Test
  void specShouldBeWrittenWhenItIsVeryLong() {
    JobDefinition job = job("a." + "b".repeat(20_000));

    assertThat(Json.read(Json.bytes(job), JobDefinition.class)).isEqualTo(job);
    assertThat(Json.read(Json.bytes(job), JobDefinition.class)).isEqualTo(job);
  }
}
