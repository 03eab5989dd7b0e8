package dev.kindling.shipper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random logs that look like Spark's, with all that makes them hard. */
public final class LogText {
  private static final List<String> LINES =
      List.of(
          "26/11/20 23:06:16 INFO SparkContext: Running Spark version 4.0.0\n",
          "26/11/20 23:06:17 ERROR Boom: failed\njava.lang.IllegalStateException: outer\nmore\n",
          "\tat Boom.main(Boom.java:8)\n",
          "Caused by: java.lang.RuntimeException: inner\n",
          "\t... 3 more\n",
          "{\"ts\":\"2026-11-20T23:10:02.930Z\",\"level\":\"WARN\",\"msg\":\"x\"}\n",
          "{\"ts\":broken\n",
          "Exception in thread \"main\" java.lang.Error: x\n",
          "Traceback (most recent call last):\n",
          "  File \"x.py\", line 1, in <module>\n",
          "ValueError: bad\n",
          "# A fatal error has been detected by the Java Runtime Environment:\n#\n",
          "plain text\n",
          "\n",
          "\r\n",
          "Ünïcödé ✓ 🎉\n",
          "progress...",
          "26/11/20 23",
          "Launch Command: \"java\" \"-Dx=y\"\n========================================\n\n");

  private LogText() {}

  /** A few lines, or parts of them. */
  public static byte[] some(RandomGenerator random) {
    return switch (random.nextInt(12)) {
      case 0 -> noise(random);
      case 1 -> "x".repeat(random.nextInt(200)).getBytes(UTF_8);
      case 2 -> "\tat a.b.C.d(E.java:1)\n".repeat(random.nextInt(12)).getBytes(UTF_8);
      default -> lines(random).getBytes(UTF_8);
    };
  }

  private static String lines(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      text.append(LINES.get(random.nextInt(LINES.size())));
    }
    return text.toString();
  }

  /** Any bytes: invalid UTF-8, NUL, control characters. */
  private static byte[] noise(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1).replace('\n', ' ').getBytes(ISO_8859_1);
  }
}
