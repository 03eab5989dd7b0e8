package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a process as Linux tells it, see proc_pid_status(5). */
final class Resident {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private Resident() {}

  /** The most that it ever had in memory. */
  static double peakMebibytes(long pid) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      if (!peak.find()) {
        throw new BenchException("the system does not tell the memory of " + pid);
      }
      return Long.parseLong(peak.group(1)) / 1024.0;
    } catch (IOException e) {
      throw new BenchException("cannot read the memory of " + pid, e);
    }
  }
}
