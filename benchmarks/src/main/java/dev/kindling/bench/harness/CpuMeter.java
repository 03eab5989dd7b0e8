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
   * The CPU time so far of this JVM, of its children that have ended, and of other processes.
   *
   * @throws BenchException if one of them is gone: its time would be lost
   */
  public long nanos(Collection<Long> others) {
    ProcStat self = stat("self");
    long sum = self.ownNanos() + self.childrenNanos();
    for (long other : others) {
      sum += stat(Long.toString(other)).ownNanos();
    }
    return sum;
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
