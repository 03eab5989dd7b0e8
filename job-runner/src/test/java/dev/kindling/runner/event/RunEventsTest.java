package dev.kindling.runner.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.testing.TestRuns;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RunEventsTest {
  private static JsonNode event(Run run) {
    return Json.tree(RunEvents.of(run, 0).value());
  }

  @Test
  void ofShouldBeAStructuredCloudEventUnderTheRunsId() {
    ProducerRecord<String, byte[]> written = RunEvents.of(TestRuns.queued("run-1"), 5);

    assertThat(written.topic()).isEqualTo("kindling.run-events");
    assertThat(written.key()).isEqualTo("run-1");
    assertThat(
            new String(
                written.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
        .isEqualTo("application/cloudevents+json; charset=UTF-8");
    JsonNode event = Json.tree(written.value());
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).isEqualTo("run-1-1");
    assertThat(event.path("source").asText()).isEqualTo("/kindling/jobs/word-count");
    assertThat(event.path("type").asText()).isEqualTo("dev.kindling.run.queued.v1");
    assertThat(event.path("subject").asText()).isEqualTo("run-1");
    assertThat(event.path("time").asText()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(event.path("traceparent").asText()).startsWith("00-0af7651916cd43dd");
    assertThat(event.at("/data/parameters/day").asText()).isEqualTo("2026-11-21");
    assertThat(event.at("/data/attempt").isMissingNode()).isTrue();
  }

  @Test
  void ofShouldTellHowTheRunEnded() {
    Run run =
        TestRuns.after(
            TestRuns.queued("run-1"),
            new RunCommand.Begin("hash"),
            new RunCommand.Accepted(1, "driver-1"),
            new RunCommand.Claim(1, "hash", "driver-1", "host", 7),
            new RunCommand.Report(
                "hash", new FinalReport("run-1", 1, "t", 0, null, null, null, null, "app-1")));

    JsonNode event = event(run);

    assertThat(event.path("type").asText()).isEqualTo("dev.kindling.run.succeeded.v1");
    assertThat(event.path("id").asText()).isEqualTo("run-1-" + run.version());
    assertThat(event.at("/data/attempt").asInt()).isEqualTo(1);
    assertThat(event.at("/data/driverId").asText()).isEqualTo("driver-1");
    assertThat(event.at("/data/appId").asText()).isEqualTo("app-1");
    assertThat(event.at("/data/outcome/exitCode").asInt()).isZero();
  }

  @Test
  void ofShouldWriteStatesOfTwoWordsWithADash() {
    Run run =
        TestRuns.after(
            TestRuns.queued("run-1"),
            new RunCommand.Begin("hash"),
            new RunCommand.Unknown(1, "timeout"));

    assertThat(event(run).path("type").asText()).isEqualTo("dev.kindling.run.retry-wait.v1");
  }

  @Test
  void ofShouldTellNothingOfTokens() {
    Run run = TestRuns.after(TestRuns.queued("run-1"), new RunCommand.Begin("the-hash"));

    assertThat(event(run).toString()).doesNotContain("the-hash");
  }
}
