package dev.kindling.runner.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Outcome;
import dev.kindling.model.run.Run;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A run's changes as CloudEvents 1.0 in structured mode, for anyone. The id follows from the run
 * and its version, so a reader can tell a repetition.
 */
public final class RunEvents {
  private static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

  /** The schemas of the data are in run-model, dev/kindling/model/event, each under its own id. */
  private static final String SCHEMA = "urn:kindling:schema:";

  private RunEvents() {}

  /**
   * The event that tells of the state that a run is in now.
   *
   * @param partition the run's: its requests, its table and its events have the same, so that a
   *     turn's transaction spans two partitions however many runs it is about
   */
  public static ProducerRecord<String, byte[]> of(Run run, int partition) {
    return event(run.id(), partition, cloudEvent(run));
  }

  /** The event that tells of a driver that belonged to no run and is killed. */
  public static ProducerRecord<String, byte[]> strayKilled(
      String driverId, String worker, int partition, Instant now) {
    return event(
        driverId,
        partition,
        new CloudEvent(
            "1.0",
            driverId + "-stray",
            "/kindling/job-runner",
            "dev.kindling.driver.stray-killed.v1",
            driverId,
            now,
            "application/json",
            SCHEMA + "driver.stray-killed.v1",
            null,
            new Stray(driverId, worker)));
  }

  private static ProducerRecord<String, byte[]> event(
      String key, int partition, CloudEvent content) {
    ProducerRecord<String, byte[]> event =
        new ProducerRecord<>(KindlingTopics.RUN_EVENTS.name(), partition, key, Json.bytes(content));
    event.headers().add("content-type", CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
    return event;
  }

  static CloudEvent cloudEvent(Run run) {
    String state = run.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Attempt attempt = run.lastAttempt().orElse(null);
    Data data =
        new Data(
            run.id(),
            run.job().name(),
            run.state().name(),
            run.reason(),
            run.version(),
            attempt == null ? null : attempt.number(),
            attempt == null ? null : attempt.driverId(),
            attempt == null ? null : attempt.appId(),
            attempt == null ? null : attempt.outcome(),
            run.parameters(),
            run.origin());
    return new CloudEvent(
        "1.0",
        run.id() + "-" + run.version(),
        "/kindling/jobs/" + run.job().name(),
        "dev.kindling.run." + state + ".v1",
        run.id(),
        run.updatedAt(),
        "application/json",
        SCHEMA + "run." + state + ".v1",
        run.traceparent(),
        data);
  }

  record CloudEvent(
      String specversion,
      String id,
      String source,
      String type,
      String subject,
      Instant time,
      String datacontenttype,
      String dataschema,
      String traceparent,
      Object data) {}

  record Stray(String driverId, String worker) {}

  record Data(
      String runId,
      String job,
      String state,
      String reason,
      long version,
      Integer attempt,
      String driverId,
      String appId,
      Outcome outcome,
      JsonNode parameters,
      Origin origin) {}
}
