package dev.kindling.system.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** One process's stderr, written as Spark writes it, with all that was ever written to it. */
final class TorturedLog {
  private static final int ROLL_EVERY = 6;

  private final Text text;
  private final Roll roll;
  private final Path file;
  private final String header;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private int rolls;

  /**
   * @param number makes its directory's name unique
   */
  TorturedLog(Path work, Text text, Roll roll, int number) throws IOException {
    this.text = text;
    this.roll = roll;
    String name =
        roll.isDriver()
            ? "driver-20261120230559-%04d".formatted(number)
            : "app-20261120230608-%04d/0".formatted(number);
    this.file = Files.createDirectories(work.resolve(name)).resolve("stderr");
    this.header =
        (roll.isDriver() ? "Launch Command: " : "Spark Executor Command: ")
            + "\"java\" \"-Dspark.rpc.kindling.run=torture/1\" \""
            + name
            + "\"\n"
            + "=".repeat(40)
            + "\n\n";
    append(header.getBytes(UTF_8));
  }

  Path file() {
    return file;
  }

  byte[] written() {
    return written.toByteArray();
  }

  void step(int step, Random random) throws IOException {
    append(text.bytes(step, random));
    if (step % ROLL_EVERY == ROLL_EVERY - 1) {
      switch (roll) {
        case NONE, DIRECTORY_DELETED -> {}
        case BY_SIZE -> move("--2026-11-20--23-28-09--%04d".formatted(rolls));
        case BY_TIME -> move("--2026-11-20--23-28" + (rolls == 0 ? "" : "--" + rolls));
        case COMPRESSED -> compress("--2026-11-20--23-28-09--%04d.gz".formatted(rolls));
        case RELAUNCHED -> append(header.getBytes(UTF_8));
      }
    }
  }

  /** The worker's cleanup. */
  void deleteIfToldTo() throws IOException {
    if (roll != Roll.DIRECTORY_DELETED) {
      return;
    }
    Path app = file.getParent().getParent();
    try (Stream<Path> all = Files.walk(app)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.delete(one);
      }
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    written.write(bytes);
  }

  private void move(String suffix) throws IOException {
    rolls++;
    Files.move(file, file.resolveSibling("stderr" + suffix));
    Files.createFile(file);
  }

  private void compress(String suffix) throws IOException {
    rolls++;
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(file.resolveSibling("stderr" + suffix)))) {
      Files.copy(file, out);
    }
    Files.delete(file);
    Files.createFile(file);
  }

  @Override
  public String toString() {
    return text + " " + roll;
  }
}
