package dev.kindling.bench.shipping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.stack.process.Waiter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Kills a shipper in the middle of a log, starts it again, and counts what has become of the lines.
 */
final class CrashRun {
  private static final Duration BUSY = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofMinutes(3);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final ShippingPlan plan;
  private final Path log;

  /**
   * @param folder where the log is made
   */
  CrashRun(ShippingPlan plan, Path folder) {
    this.plan = plan;
    this.log = folder.resolve("numbered.log");
    try (Writer out = Files.newBufferedWriter(log, US_ASCII)) {
      for (int number = 0; number < plan.crashLines(); number++) {
        out.write(NumberedLines.line(number));
      }
    } catch (IOException e) {
      throw new BenchException("cannot write " + log, e);
    }
  }

  Crash of(Shipper shipper) {
    int lines = plan.crashLines();
    Path file = shipper.start();
    try {
      FileRound.append(log, file);
      if (!Waiter.until(() -> shipper.index().indexed() > lines / 4, BUSY)) {
        throw new BenchException(shipper.name() + " does not begin");
      }
      shipper.kill();
      long atKill = shipper.index().indexed();
      shipper.restart();
      awaitQuiet(shipper.index());
      int[] seen = new int[lines];
      shipper.index().numbers(NumberedLines.NUMBER, number -> seen[number]++);
      int lost = 0;
      int doubled = 0;
      for (int times : seen) {
        lost += times == 0 ? 1 : 0;
        doubled += Math.max(0, times - 1);
      }
      return new Crash(shipper.name(), lines, (int) Math.min(atKill, lines), lost, doubled);
    } finally {
      shipper.rest();
    }
  }

  private static void awaitQuiet(SearchIndex index) {
    long[] last = {-1, 0};
    boolean quiet =
        Waiter.until(
            () -> {
              long count = index.indexed();
              if (count != last[0]) {
                last[0] = count;
                last[1] = System.nanoTime();
              }
              return System.nanoTime() - last[1] > QUIET_NANOS;
            },
            SETTLED);
    if (!quiet) {
      throw new BenchException("documents still come");
    }
  }

  /**
   * What became of a log.
   *
   * @param of whom
   * @param lines of the log
   * @param atKill documents that were there when it was killed
   * @param lost lines that are in no document
   * @param doubled documents too many
   */
  record Crash(String of, int lines, int atKill, int lost, int doubled) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "kill -9 in the middle: %-9s %d lines, killed at %d: %d lost, %d doubled",
          of,
          lines,
          atKill,
          lost,
          doubled);
    }
  }
}
