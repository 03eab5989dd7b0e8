package dev.kindling.bench.shipping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Pause;
import dev.kindling.bench.harness.Percentiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;

/**
 * Lines with a number each, written at a steady rate, and when each was written and came through.
 * Written by one thread; told of arrivals by any.
 */
final class NumberedLines {
  /** How a line's number is found again. */
  static final Pattern NUMBER = Pattern.compile("number-(\\d+) ");

  private final int warming;
  private final AtomicLongArray written;
  private final AtomicLongArray arrived;

  /**
   * @param warming how many of the first do not count
   * @param counted how many do
   */
  NumberedLines(int warming, int counted) {
    this.warming = warming;
    this.written = new AtomicLongArray(warming + counted);
    this.arrived = new AtomicLongArray(warming + counted);
  }

  int count() {
    return written.length();
  }

  /** The text of a line. */
  static String line(int number) {
    return "26/01/15 08:00:00 INFO CodeGenerator: Code generated for number-"
        + number
        + " in 12.3 ms, in a line that is about as long as those that Spark writes in its own name\n";
  }

  /**
   * Writes all of them, each by itself, as a process writes its log, and one more: who joins lines
   * knows that one is over when the next begins. Blocks.
   */
  void write(Path file, int perSecond) {
    long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
      long begin = System.nanoTime();
      for (int number = 0; number <= count(); number++) {
        Pause.until(begin + number * pause);
        byte[] line = line(number).getBytes(US_ASCII);
        if (number < count()) {
          written.set(number, System.nanoTime());
        }
        out.write(line);
      }
    } catch (IOException e) {
      throw new BenchException("cannot write " + file, e);
    }
  }

  /** A line was seen; the first time counts. */
  void arrived(int number, long nanos) {
    if (number < count()) {
      arrived.compareAndSet(number, 0, nanos);
    }
  }

  /** How many have arrived, of the first without a gap. */
  int through() {
    int number = 0;
    while (number < count() && arrived.get(number) != 0) {
      number++;
    }
    return number;
  }

  /**
   * How long those that count were on their way, in milliseconds.
   *
   * @throws BenchException if one has not arrived
   */
  Percentiles millis() {
    double[] millis = new double[count() - warming];
    for (int i = 0; i < millis.length; i++) {
      long at = arrived.get(warming + i);
      if (at == 0) {
        throw new BenchException("line " + (warming + i) + " has not arrived");
      }
      millis[i] = (at - written.get(warming + i)) / 1e6;
    }
    return Percentiles.of(millis);
  }
}
