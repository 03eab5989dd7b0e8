package dev.kindling.jobs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a job prints on stdout. */
public final class Captured {
  /** A job's main method. */
  @FunctionalInterface
  public interface Main {
    void run() throws Exception;
  }

  private Captured() {}

  public static String stdoutOf(Main job) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      job.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
