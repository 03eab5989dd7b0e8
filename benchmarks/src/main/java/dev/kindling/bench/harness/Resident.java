package dev.kindling.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a process as Linux tells it, see proc_pid_status(5). */
public final class Resident {
  private static final Pattern NOW = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private Resident() {}

  /** What it has in memory, in MiB. */
  public static double mebibytes(long pid) {
    return told(pid, NOW);
  }

  /** The most that it ever had in memory, in MiB. */
  public static double peakMebibytes(long pid) {
    return told(pid, PEAK);
  }

  private static double told(long pid, Pattern what) {
    try {
      Matcher found = what.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      if (!found.find()) {
        throw new BenchException("the system does not tell the memory of " + pid);
      }
      return Long.parseLong(found.group(1)) / 1024.0;
    } catch (IOException e) {
      throw new BenchException("cannot read the memory of " + pid, e);
    }
  }
}
