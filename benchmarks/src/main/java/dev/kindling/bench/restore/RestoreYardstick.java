package dev.kindling.bench.restore;

import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A table of ended runs, read back until its owner could serve: a takeover's worst part. */
public final class RestoreYardstick {
  static final String NAME = "restore";
  private static final double TO_PEER = 1.25;

  private final RestorePlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public RestoreYardstick(RestorePlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs
   */
  public Report run(Path folder) {
    try (LocalStack stack = LocalStack.builder(folder).only(PartKind.KAFKA).start()) {
      String bootstrap = stack.kafka().bootstrap();
      CommonConfig config =
          new CommonConfig(bootstrap, "bench", true, "127.0.0.1", 0, 1, 1, Optional.empty());
      EndedRunTable.write(config, plan.runs());
      long broker = stack.kafka().pid();
      KindlingRestore ours = new KindlingRestore(config, plan.runs(), broker);
      StreamsRestore peer =
          new StreamsRestore(bootstrap, folder.resolve("streams"), plan.runs(), broker);
      Race.Outcome race =
          new Race(plan.runs() + " ended runs read back", List.of(peer, ours), plan.rounds(), out)
              .run();
      Ratio toPeer = Ratio.between(race.lines(), Measure.P50, ours.name(), peer.name());
      return Report.of(
          NAME,
          Instant.now(),
          List.of(race),
          List.of(toPeer, Ratio.between(race.lines(), Measure.CPU, ours.name(), peer.name())),
          plan.judged() ? List.of(new Expectation(toPeer, Bound.AT_MOST, TO_PEER)) : List.of(),
          List.of());
    }
  }
}
