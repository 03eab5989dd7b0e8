package dev.kindling.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * CPU time of processes, to 10 ms. Needs Linux: elsewhere the time of a child that has ended is
 * lost, and with it the figure that matters most for a peer that starts a process per operation.
 */
public final class CpuMeter {
  private static final Path PROC = Path.of("/proc");

  /**
   * The CPU time so far of this JVM and of other processes, with all children that have ended.
   *
   * @throws BenchException if one of them is gone: its time would be lost
   */
  public long nanos(Collection<Long> others) {
    return nanos("self") + nanosWithoutUs(others);
  }

  /** The same without this JVM. */
  public long nanosWithoutUs(Collection<Long> others) {
    return others.stream().mapToLong(other -> nanos(Long.toString(other))).sum();
  }

  private static long nanos(String pid) {
    ProcStat stat = stat(pid);
    return stat.ownNanos() + stat.childrenNanos();
  }

  private static ProcStat stat(String pid) {
    Path file = PROC.resolve(pid).resolve("stat");
    try {
      return ProcStat.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException failure) {
      throw new BenchException("No CPU time: cannot read " + file + " (Linux only)", failure);
    }
  }
}
