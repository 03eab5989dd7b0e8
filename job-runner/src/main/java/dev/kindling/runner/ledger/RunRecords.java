package dev.kindling.runner.ledger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.job.History;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import dev.kindling.runner.admission.LiveAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Runs as records of {@code kindling.runs}. Beside the run itself, headers say what most readers
 * need of it, so that a million ended runs are read back without a million JSON documents being
 * taken apart. The value is the truth; a record without headers is read whole.
 */
public final class RunRecords {
  /** Of an ended run: {@code endedAtMillis S|F keptSucceeded keptFailed ageSeconds job}. */
  static final String ENDED = "kindling-ended";

  /** Of a run with an attempt under way: {@link LiveAttempt#text}. */
  static final String LIVE = "kindling-live";

  private RunRecords() {}

  /** The record of a run's state. */
  public static ProducerRecord<String, byte[]> of(Run run, int partition) {
    ProducerRecord<String, byte[]> written =
        new ProducerRecord<>(KindlingTopics.RUNS.name(), partition, run.id(), Json.bytes(run));
    if (run.state().isFinal()) {
      written.headers().add(ENDED, bytes(EndedRun.of(run).text()));
    } else {
      LiveAttempt.of(run).ifPresent(live -> written.headers().add(LIVE, bytes(live.text())));
    }
    return written;
  }

  /** The run leaves the table. */
  static ProducerRecord<String, byte[]> tombstone(String runId, int partition) {
    return new ProducerRecord<>(KindlingTopics.RUNS.name(), partition, runId, null);
  }

  /** What the headers say of an ended run; empty for any other, or where they say nothing. */
  static Optional<EndedRun> ended(ConsumerRecord<String, byte[]> stored) {
    Header header = stored.headers().lastHeader(ENDED);
    return header == null ? Optional.empty() : EndedRun.parse(text(header));
  }

  /** The attempt under way; empty if there is none, or the headers do not say. */
  public static Optional<LiveAttempt> live(ConsumerRecord<String, byte[]> stored) {
    Header header = stored.headers().lastHeader(LIVE);
    return header == null
        ? Optional.empty()
        : LiveAttempt.parse(text(header), Instant.ofEpochMilli(stored.timestamp()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /**
   * What retention needs to know of an ended run.
   *
   * @param job its job
   * @param succeeded whether it did
   * @param endedAt when it ended, to the millisecond
   * @param history how many such runs its job keeps
   */
  record EndedRun(String job, boolean succeeded, Instant endedAt, History history) {
    private static final int PARTS = 6;

    static EndedRun of(Run run) {
      return new EndedRun(
          run.job().name(),
          run.state() == RunState.SUCCEEDED,
          Instant.ofEpochMilli(run.endedAt().toEpochMilli()),
          run.job().spec().history());
    }

    String text() {
      return endedAt.toEpochMilli()
          + " "
          + (succeeded ? "S" : "F")
          + " "
          + history.succeeded()
          + " "
          + history.failed()
          + " "
          + history.age().toSeconds()
          + " "
          + job;
    }

    /** Empty if it is not of this form: then the run itself is read. */
    static Optional<EndedRun> parse(String text) {
      String[] parts = text.split(" ", PARTS);
      try {
        return parts.length < PARTS
            ? Optional.empty()
            : Optional.of(
                new EndedRun(
                    parts[5],
                    parts[1].equals("S"),
                    Instant.ofEpochMilli(Long.parseLong(parts[0])),
                    new History(
                        Integer.valueOf(parts[2]),
                        Integer.valueOf(parts[3]),
                        java.time.Duration.ofSeconds(Long.parseLong(parts[4])))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
