package dev.kindling.bench.cron;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Asks an evaluator for the next time, and from there for the next. An operation is many of them.
 */
final class Instants implements Contestant {
  static final int IN_AN_OPERATION = 500;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final String name;
  private final Role role;
  private final UnaryOperator<Instant> next;
  private final int operations;

  /**
   * @param next the next time after one; null if there is none
   */
  Instants(String name, Role role, UnaryOperator<Instant> next, int operations) {
    this.name = name;
    this.role = role;
    this.next = next;
    this.operations = operations;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public List<Long> processes() {
    return List.of();
  }

  @Override
  public void prepare(int round) {}

  @Override
  public Timings run(int round) {
    List<Passage> passages = new ArrayList<>(operations);
    long begin = System.nanoTime();
    for (int operation = 0; operation < operations; operation++) {
      long before = System.nanoTime();
      Instant last = BEGIN;
      for (int i = 0; i < IN_AN_OPERATION; i++) {
        Instant found = next.apply(last);
        if (found == null && last.equals(BEGIN)) {
          throw new BenchException(name + " has no next time");
        }
        // Some end with their century.
        last = found == null ? BEGIN : found;
      }
      passages.add(new Passage(System.nanoTime() - before, Map.of()));
    }
    return new Timings(passages, System.nanoTime() - begin);
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {}
}
