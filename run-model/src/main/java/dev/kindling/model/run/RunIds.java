package dev.kindling.model.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids of runs. An id that follows from its cause makes every hop idempotent: whoever repeats the
 * cause asks for the same run. All are UUIDs by RFC 9562: version 7 where only time and chance make
 * them, version 8 where they are the SHA-256 of their cause.
 */
public final class RunIds {
  private RunIds() {}

  /** A new id for a call without an idempotency key; sorts by time to the millisecond. */
  public static String random(Instant now, RandomGenerator random) {
    long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }

  /** The id of the run that a client asked for under its own key. */
  public static String ofIdempotencyKey(String job, String key) {
    return named("api", job, key);
  }

  /** The id of the run that repeats another one under a client's key. */
  public static String ofRerun(String runId, String key) {
    return named("rerun", runId, key);
  }

  /** The id of the run of a schedule's fire time. */
  public static String ofSchedule(String schedule, Instant fireTime) {
    return named("schedule", schedule, fireTime.toString());
  }

  /** The id of the run of an instant that a backfill makes up for. */
  public static String ofBackfill(String backfill, Instant createdAt, Instant fireTime) {
    return named("backfill", backfill, createdAt.toString(), fireTime.toString());
  }

  /** The id of the run that a person has a schedule start now, under a key of their own. */
  public static String ofFireNow(String schedule, String key) {
    return named("fire", schedule, key);
  }

  /** The id of the run that an event starts through a trigger. */
  public static String ofEvent(String trigger, String source, String eventId) {
    return named("event", trigger, source, eventId);
  }

  /** The same for an event without an identity of its own: where it stands is what it is. */
  public static String ofRecord(String trigger, String topic, int partition, long offset) {
    return named("record", trigger, topic, Integer.toString(partition), Long.toString(offset));
  }

  /**
   * The id of the run that several events start together.
   *
   * @param alone the ids of the runs that they would start alone, in their order
   */
  public static String ofEvents(String trigger, List<String> alone) {
    List<String> parts = new ArrayList<>(List.of("events", trigger));
    parts.addAll(alone);
    return named(parts.toArray(String[]::new));
  }

  /**
   * The same for a record of a cluster.
   *
   * @param cluster null for the platform's own
   */
  public static String ofRecord(
      String trigger, String cluster, String topic, int partition, long offset) {
    return ofRecord(trigger, cluster == null ? topic : cluster + "/" + topic, partition, offset);
  }

  /** The hash under which an attempt's token is stored. */
  public static String tokenHash(String token) {
    return HexFormat.of().formatHex(sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  /** Each part goes in with its length, so that no two lists of parts look alike. */
  private static String named(String... parts) {
    int size = 0;
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
      size += Integer.BYTES + bytes[i].length;
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    for (byte[] part : bytes) {
      all.putInt(part.length).put(part);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256(all.array()));
    long high = (hash.getLong() & ~0xf000L) | 0x8000L;
    long low = (hash.getLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
