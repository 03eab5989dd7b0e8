package dev.kindling.runner.admission;

import dev.kindling.model.job.SparkSpec;
import java.util.Locale;
import java.util.Map;

/**
 * What a run takes of the cluster before it can make progress: its driver and one executor. A
 * cluster that is full of drivers without executors does nothing for ever.
 *
 * @param driverCores cores of the driver
 * @param driverMb memory of the driver in MiB
 * @param executorCores cores of the first executor
 * @param executorMb memory of the first executor in MiB
 */
public record Need(int driverCores, int driverMb, int executorCores, int executorMb) {
  /**
   * Spark's defaults: 1 core, 1 GiB; an executor without spark.executor.cores takes what it gets.
   */
  private static final int DEFAULT_MB = 1024;

  public static Need of(SparkSpec spark) {
    Map<String, String> properties = spark.properties();
    return new Need(
        Integer.parseInt(properties.getOrDefault("spark.driver.cores", "1")),
        megabytes(properties.get("spark.driver.memory")),
        Integer.parseInt(properties.getOrDefault("spark.executor.cores", "1")),
        megabytes(properties.get("spark.executor.memory")));
  }

  /** Spark reads a number without a unit as MiB (SparkConf.getSizeAsMb). */
  static int megabytes(String text) {
    if (text == null) {
      return DEFAULT_MB;
    }
    String lower = text.toLowerCase(Locale.ROOT).strip();
    int digits = 0;
    while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
      digits++;
    }
    long number = Long.parseLong(lower.substring(0, digits));
    long bytesPerUnit =
        switch (lower.substring(digits)) {
          case "b" -> 1L;
          case "k", "kb" -> 1L << 10;
          case "", "m", "mb" -> 1L << 20;
          case "g", "gb" -> 1L << 30;
          case "t", "tb" -> 1L << 40;
          case "p", "pb" -> 1L << 50;
          default -> throw new IllegalArgumentException("not a memory size: " + text);
        };
    long mebibyte = 1L << 20;
    long most = Integer.MAX_VALUE * mebibyte;
    long bytes = number > most / bytesPerUnit ? most : number * bytesPerUnit;
    return (int) Math.min(Integer.MAX_VALUE, (bytes + mebibyte - 1) / mebibyte);
  }

  /** In words, for a run that waits. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "%d core(s) and %d MiB for the driver and %d core(s) and %d MiB for a first executor",
        driverCores,
        driverMb,
        executorCores,
        executorMb);
  }
}
