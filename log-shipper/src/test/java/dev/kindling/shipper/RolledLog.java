package dev.kindling.shipper;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.zip.GZIPOutputStream;

/**
 * A log as Spark's rolling appender writes it, which may stand still in the middle of a roll, and
 * all that was ever written to it.
 */
final class RolledLog {
  /** What a cut leaves is shorter than what was there, else nobody can see it. */
  private static final int MOST_OF_A_CUT = 12;

  private final String process;
  private final Path active;
  private final boolean compresses;
  private final boolean byTime;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Deque<Rolled> kept = new ArrayDeque<>();
  private int rolls;
  private int cuts;
  private boolean midRoll;
  private boolean ended;
  private long tick;

  private record Rolled(Path path, long end) {}

  RolledLog(String process, Path active, Random random) {
    this.process = process;
    this.active = active;
    this.compresses = random.nextInt(3) == 0;
    this.byTime = random.nextBoolean();
  }

  String process() {
    return process;
  }

  Path active() {
    return active;
  }

  boolean isNew() {
    return written.size() == 0;
  }

  byte[] written() {
    return written.toByteArray();
  }

  int rolls() {
    return rolls;
  }

  int cuts() {
    return cuts;
  }

  /** Its process is over, and its directory deleted. */
  boolean isEnded() {
    return ended;
  }

  void end() {
    ended = true;
    kept.clear();
  }

  /**
   * Somebody empties the active file; what is written from now on comes behind all before. It
   * begins otherwise, and so do all files behind it, as they do where lines have times: nobody
   * could tell them apart.
   */
  boolean cut() throws IOException {
    if (!Files.exists(active) || Files.size(active) <= MOST_OF_A_CUT) {
      return false;
    }
    cuts++;
    Files.write(active, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    append(begin());
    return true;
  }

  void write(byte[] bytes) throws IOException {
    if (cuts > 0 && (!Files.exists(active) || Files.size(active) == 0)) {
      append(begin());
    }
    append(bytes);
  }

  private byte[] begin() {
    return ("cut " + cuts + "-" + rolls + "\n").getBytes(US_ASCII);
  }

  private void append(byte[] bytes) throws IOException {
    Files.createDirectories(active.getParent());
    Files.write(active, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    touch(active);
    midRoll = false;
    written.write(bytes);
  }

  /** Rolls, or goes half of the way: the active file is gone and the next one is not there yet. */
  void roll(Random random) throws IOException {
    if (midRoll) {
      finish();
      return;
    }
    if (!Files.exists(active)) {
      return;
    }
    Path rolled = active.resolveSibling(name());
    if (compresses) {
      Path gzip = rolled.resolveSibling(rolled.getFileName() + ".gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
        Files.copy(active, out);
      }
      touch(gzip);
      Files.delete(active);
      kept.add(new Rolled(gzip, written.size()));
    } else {
      Files.move(active, rolled);
      kept.add(new Rolled(rolled, written.size()));
    }
    rolls++;
    midRoll = true;
    if (random.nextInt(3) > 0) {
      finish();
    }
  }

  /** The appender has its next file. */
  void finish() throws IOException {
    if (midRoll && !ended) {
      Files.createFile(active);
      touch(active);
      midRoll = false;
    }
  }

  /** The appender lets the oldest file go, if the shipper has done with it. */
  void retain(ToLongFunction<RolledLog> passed) throws IOException {
    Rolled oldest = kept.peekFirst();
    if (oldest != null && oldest.end() <= passed.applyAsLong(this)) {
      Files.delete(oldest.path());
      kept.removeFirst();
    }
  }

  /** By time, several are rolled in one second and get numbers; no order of letters is theirs. */
  private String name() {
    if (!byTime) {
      return active.getFileName() + String.format("--2026-11-20--23-28-09--%04d", rolls);
    }
    String name = active.getFileName() + "--2026-11-20--23-28-09";
    return rolls == 0 ? name : name + "--" + rolls;
  }

  /**
   * Time passes between two writes, but no more than a tick of the file system's clock at times.
   */
  private void touch(Path file) throws IOException {
    tick += rolls % 2;
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L + tick));
  }
}
