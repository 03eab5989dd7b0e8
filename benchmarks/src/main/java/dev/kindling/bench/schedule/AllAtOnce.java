package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** So many records at once on the broker; what counts is when the last of them is there. */
abstract class AllAtOnce implements Contestant {
  private final String name;
  private final Role role;
  private final long broker;
  private final int records;

  AllAtOnce(String name, Role role, long broker, int records) {
    this.name = name;
    this.role = role;
    this.broker = broker;
    this.records = records;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Role role() {
    return role;
  }

  @Override
  public final List<Long> processes() {
    return List.of(broker);
  }

  final int records() {
    return records;
  }

  /** Writes them; the nanoseconds until the last is there. */
  abstract long write();

  @Override
  public final Timings run(int round) {
    long elapsed = write();
    return new Timings(Collections.nCopies(records, new Passage(elapsed, Map.of())), elapsed);
  }

  @Override
  public final void clear(int round) {}
}
