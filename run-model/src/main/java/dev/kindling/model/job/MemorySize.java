package dev.kindling.model.job;

import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes of memory as Spark writes them (JavaUtils.byteStringAs): digits and a binary unit. */
public final class MemorySize {
  /** Spark's default for drivers and executors, in MiB. */
  public static final int DEFAULT = 1024;

  /**
   * Digits and one of these suffixes in any case. More digits than a driver can have bytes would
   * only overflow somewhere later.
   */
  private static final Pattern FORM =
      Pattern.compile("[0-9]{1,15}(b|k|kb|m|mb|g|gb|t|tb|p|pb)?", Pattern.CASE_INSENSITIVE);

  private static final long MEBIBYTE = 1L << 20;

  private MemorySize() {}

  /** Whether Spark would understand it. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The size in MiB, rounded up; a number without a unit is MiB (SparkConf.getSizeAsMb). Nothing
   * given is {@link #DEFAULT}.
   *
   * @throws IllegalArgumentException if it is not a size
   */
  public static int mebibytes(String text) {
    if (text == null) {
      return DEFAULT;
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
    long most = Integer.MAX_VALUE * MEBIBYTE;
    long bytes = number > most / bytesPerUnit ? most : number * bytesPerUnit;
    return (int) Math.min(Integer.MAX_VALUE, (bytes + MEBIBYTE - 1) / MEBIBYTE);
  }
}
