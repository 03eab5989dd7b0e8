package dev.kindling.system.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** What a process writes. */
enum Text {
  PLAIN,
  JSON,
  HUGE_TRACE,
  NO_FINAL_NEWLINE,
  INVALID_UTF8,
  LONG_LINE;

  private static final int LINES = 10;
  private static final int TRACE_LINES = 1_500;
  private static final int LONG_PART = 100_000;

  /**
   * The next bytes of a log; they may end anywhere.
   *
   * @param step the how manieth, from 0
   */
  byte[] bytes(int step, Random random) {
    return switch (this) {
      case PLAIN -> lines(step, "26/11/20 23:06:16 INFO Main: step %d line %d\n");
      case JSON ->
          lines(
              step,
              "{\"ts\":\"2026-11-20T23:06:16.%1$03dZ\",\"level\":\"WARN\",\"msg\":\"step %1$d line"
                  + " %2$d\",\"logger\":\"Main\"}\n");
      case HUGE_TRACE -> trace(step);
      case NO_FINAL_NEWLINE -> ("step " + step + (step % 3 == 0 ? "\nand" : "...")).getBytes(UTF_8);
      case INVALID_UTF8 -> noise(random);
      case LONG_LINE -> ("x".repeat(LONG_PART) + (step % 20 == 19 ? "\n" : "")).getBytes(UTF_8);
    };
  }

  private static byte[] lines(int step, String form) {
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      lines.append(form.formatted(step, line));
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static byte[] trace(int step) {
    if (step % 6 != 0) {
      return lines(step, "26/11/20 23:06:16 INFO Main: step %d line %d\n");
    }
    return ("26/11/20 23:06:17 ERROR Main: failed\njava.lang.StackOverflowError: deep\n"
            + "\tat dev.kindling.Deep.call(Deep.java:8)\n".repeat(TRACE_LINES)
            + "Caused by: java.lang.IllegalStateException: why\n\tat dev.kindling.Why.not(Why.java:1)\n")
        .getBytes(UTF_8);
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }
}
