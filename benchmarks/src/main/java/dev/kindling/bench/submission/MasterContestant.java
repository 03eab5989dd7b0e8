package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Role;
import java.util.List;
import java.util.stream.Stream;

/** A contestant whose operations each leave one driver at the master. */
abstract class MasterContestant implements Contestant {
  private final String name;
  private final Role role;
  private final SubmissionGround ground;
  private final MasterDrivers drivers;
  private final int operations;

  MasterContestant(
      String name, Role role, SubmissionGround ground, MasterDrivers drivers, int operations) {
    this.name = name;
    this.role = role;
    this.ground = ground;
    this.drivers = drivers;
    this.operations = operations;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Role role() {
    return role;
  }

  /** Those that every submission needs, and its own. */
  @Override
  public final List<Long> processes() {
    return Stream.concat(ground.shared().stream(), ownProcesses().stream()).toList();
  }

  @Override
  public void prepare(int round) {
    drivers.expectNone();
  }

  /** What it says that it did counts only if the master has as many drivers. */
  @Override
  public void clear(int round) {
    expectAll();
    drivers.clear();
  }

  final void expectAll() {
    int taken = drivers.active().size();
    if (taken != operations) {
      throw new BenchException("The master has " + taken + " drivers of " + operations);
    }
  }

  SubmissionGround ground() {
    return ground;
  }

  MasterDrivers drivers() {
    return drivers;
  }

  int operations() {
    return operations;
  }

  @Override
  public void close() {
    // Nothing is held between rounds, unless a contestant says so.
  }
}
