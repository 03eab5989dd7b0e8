package dev.kindling.bench.restore;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.util.List;
import java.util.Map;

/** A contestant whose round is one restore of the whole table, in this JVM. */
abstract class Restored implements Contestant {
  private final String name;
  private final Role role;
  private final long broker;

  Restored(String name, Role role, long broker) {
    this.name = name;
    this.role = role;
    this.broker = broker;
  }

  /** Reads it all; returns when it could serve. */
  abstract void restore(int round);

  /** Lets go of what it has read. */
  abstract void forget();

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

  @Override
  public final void prepare(int round) {
    System.gc();
  }

  @Override
  public final Timings run(int round) {
    long begin = System.nanoTime();
    restore(round);
    long took = System.nanoTime() - begin;
    return new Timings(List.of(new Passage(took, Map.of())), took);
  }

  @Override
  public final void clear(int round) {
    forget();
  }

  @Override
  public final void close() {
    forget();
  }
}
