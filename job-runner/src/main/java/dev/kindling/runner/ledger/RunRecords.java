package dev.kindling.runner.ledger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.job.History;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import dev.kindling.runner.admission.LiveAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
  }

  /** Reads headers of ended runs; what many runs of a job have in common is read once. */
  static final class EndedReader {
    private static final int PARTS = 4;
    private final Map<String, Kept> common = new HashMap<>();

    /** Empty if it is not of this form: then the run itself is read. */
    Optional<EndedRun> read(ConsumerRecord<String, byte[]> stored) {
      Header header = stored.headers().lastHeader(ENDED);
      if (header == null) {
        return Optional.empty();
      }
      String text = RunRecords.text(header);
      int space = text.indexOf(' ');
      if (space < 1 || space + 3 > text.length() || text.charAt(space + 2) != ' ') {
        return Optional.empty();
      }
      try {
        Instant endedAt = Instant.ofEpochMilli(Long.parseLong(text, 0, space, 10));
        Kept kept = common.computeIfAbsent(text.substring(space + 3), EndedReader::kept);
        boolean succeeded = text.charAt(space + 1) == 'S';
        return Optional.of(new EndedRun(kept.job, succeeded, endedAt, kept.history));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private static Kept kept(String text) {
      String[] parts = text.split(" ", PARTS);
      if (parts.length < PARTS) {
        throw new IllegalArgumentException("not of this form: " + text);
      }
      return new Kept(
          parts[3],
          new History(
              Integer.valueOf(parts[0]),
              Integer.valueOf(parts[1]),
              Duration.ofSeconds(Long.parseLong(parts[2]))));
    }

    private record Kept(String job, History history) {}
  }
}
