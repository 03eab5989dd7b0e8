package dev.kindling.kit.eventfile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What many events say, as a file: each item of a list a line of JSON (NDJSON). It stands on {@code
 * kindling.event-files} in pieces that fit into records, written in the transaction that asks for
 * the run, so that a run and its file are both there or neither is. The gateway serves it as it
 * serves artifacts, by its digest. Immutable.
 */
public final class EventFile {
  /** What one transaction bears besides all else. */
  public static final int MOST_BYTES = 8_000_000;

  /** Well below what a record may have. */
  static final int PIECE_BYTES = 800_000;

  private final ArtifactRef ref;
  private final Instant at;
  private final byte[] bytes;

  private EventFile(ArtifactRef ref, Instant at, byte[] bytes) {
    this.ref = ref;
    this.at = at;
    this.bytes = bytes;
  }

  /**
   * The file of a value.
   *
   * @param at about when it is written, by which it is found again
   * @return empty if it would have more than {@link #MOST_BYTES}
   */
  public static Optional<EventFile> of(JsonNode value, Instant at) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    if (value.isArray()) {
      for (JsonNode item : value) {
        line(item, lines);
        if (lines.size() > MOST_BYTES) {
          return Optional.empty();
        }
      }
    } else {
      line(value, lines);
    }
    byte[] bytes = lines.toByteArray();
    return bytes.length > MOST_BYTES
        ? Optional.empty()
        : Optional.of(new EventFile(EventFileName.of(digest(bytes), at), at, bytes));
  }

  private static void line(JsonNode item, ByteArrayOutputStream lines) {
    lines.writeBytes(Json.bytes(item));
    lines.write('\n');
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What the parameter is instead; the job-runner makes a link of it. */
  public ArtifactRef ref() {
    return ref;
  }

  /** How many bytes it has. */
  public int size() {
    return bytes.length;
  }

  /** Its pieces, in their order; one if it is empty. Their time is the one by which it is found. */
  public List<ProducerRecord<String, byte[]>> records() {
    int count = Math.max(1, (bytes.length + PIECE_BYTES - 1) / PIECE_BYTES);
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i * PIECE_BYTES;
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES));
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              KindlingTopics.EVENT_FILES.name(), null, at.toEpochMilli(), ref.digest(), piece);
      new EventFilePiece(i, count, bytes.length).writeTo(record.headers());
      records.add(record);
    }
    return records;
  }
}
