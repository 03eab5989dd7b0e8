package dev.kindling.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs contestants in turn, A-B-C-A-B-C, so that a change of the machine meets all of them. The
 * first round is thrown away: it is about compilers and caches. One thread; blocks for minutes.
 */
public final class Race {
  /** Fewer rounds than these make no median worth its name; the first of them does not count. */
  public static final int ROUNDS = 6;

  private final String name;
  private final List<Contestant> contestants;
  private final int rounds;
  private final Consumer<String> out;
  private final CpuMeter cpu = new CpuMeter();
  private final Spin spin = new Spin();

  /**
   * @param name of the race
   * @param contestants in the order of each round
   * @param rounds at least 2, of which the first does not count
   * @param out hears of each line at once
   */
  public Race(String name, List<Contestant> contestants, int rounds, Consumer<String> out) {
    if (rounds < 2) {
      throw new IllegalArgumentException("the first round does not count, so 2 are the least");
    }
    this.name = name;
    this.contestants = List.copyOf(contestants);
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * @throws BenchException if a contestant fails
   */
  public Outcome run() {
    out.accept("");
    out.accept(name);
    out.accept(TextTable.header());
    double before = spin.measure();
    List<Line> lines = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : contestants) {
        Line line = round(contestant, round);
        out.accept(TextTable.row(line));
        lines.add(line);
      }
    }
    Drift drift = new Drift(before, spin.measure());
    return new Outcome(name, List.copyOf(lines), drift);
  }

  private Line round(Contestant contestant, int round) {
    try (contestant) {
      return measured(contestant, round);
    }
  }

  private Line measured(Contestant contestant, int round) {
    contestant.prepare(round);
    List<Long> processes = contestant.processes();
    List<Long> own = contestant.ownProcesses();
    long cpuBefore = cpu.nanos(processes);
    long ownBefore = cpu.nanosWithoutUs(own);
    Timings timings = contestant.run(round);
    long ownUsed = cpu.nanosWithoutUs(own) - ownBefore;
    long cpuUsed = cpu.nanos(processes) - cpuBefore;
    double load = LoadAverage.now();
    contestant.clear(round);
    return Line.of(round, contestant.name(), round > 1, timings, cpuUsed, ownUsed, load);
  }

  /**
   * What a race gave.
   *
   * @param name of the race
   * @param lines in the order in which they were run
   * @param drift of the machine meanwhile
   */
  public record Outcome(String name, List<Line> lines, Drift drift) {}
}
