package dev.kindling.bench.harness;

/**
 * The CPU times of a process as Linux tells them in {@code /proc/<pid>/stat}, see proc_pid_stat(5).
 *
 * @param ownNanos of the process itself, user and system
 * @param childrenNanos of its children that have ended and been waited for
 */
record ProcStat(long ownNanos, long childrenNanos) {
  /** USER_HZ is 100 in all that Linux shows to programs. */
  private static final long TICK_NANOS = 10_000_000;

  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  static ProcStat parse(String stat) {
    // The name in parentheses may itself hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new ProcStat(
        nanos(fields[USER]) + nanos(fields[SYSTEM]),
        nanos(fields[CHILDREN_USER]) + nanos(fields[CHILDREN_SYSTEM]));
  }

  private static long nanos(String ticks) {
    return Long.parseLong(ticks) * TICK_NANOS;
  }
}
