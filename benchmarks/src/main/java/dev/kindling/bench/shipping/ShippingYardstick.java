package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Spread;
import dev.kindling.bench.harness.WarmUp;
import dev.kindling.shipper.delivery.DeliveryLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What it costs to carry a log into Elasticsearch, against the least there is and two peers. */
public final class ShippingYardstick {
  static final String NAME = "shipping";

  private final ShippingPlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public ShippingYardstick(ShippingPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs
   */
  public Report run(Path folder) {
    try (ShippingGround ground = ShippingGround.start(folder)) {
      return measured(ground);
    }
  }

  private Report measured(ShippingGround ground) {
    long server = ground.elasticsearchProcess();
    Path directory = ground.folder("driver-20260115080000-9999");
    Path log = directory.resolve("stderr");
    SparkLog.write(log, plan.lines());
    DeliveryLimits limits = DeliveryLimits.DEFAULT;
    int documents = ShippedDocuments.count(directory);
    out.accept(plan.lines() + " lines are " + documents + " documents of ours");
    FileRound ours =
        new FileRound(
            ground.kindling("kindling", ground.url()),
            Role.OURS,
            log,
            plan.lines(),
            documents,
            server);
    List<Contestant> contestants = new ArrayList<>();
    new WarmUp(out).run(List.of(ours), 1);
    contestants.add(
        new BulkLimit(
            new SearchIndex(ground.url(), "spark-logs-*"),
            directory,
            plan.lines(),
            limits.batchDocuments(),
            limits.batchBytes(),
            limits.requests(),
            server));
    contestants.add(ours);
    ground
        .syslogNg("peer-syslog-ng", ground.url(), false)
        .ifPresent(
            peer ->
                contestants.add(
                    new FileRound(peer, Role.PEER, log, plan.lines(), plan.lines(), server)));
    ground
        .rsyslog("peer-rsyslog", ground.url())
        .ifPresent(
            peer ->
                contestants.add(
                    new FileRound(peer, Role.PEER, log, plan.lines(), plan.lines(), server)));
    Race.Outcome race =
        new Race("a log of " + plan.lines() + " lines", contestants, plan.rounds(), out).run();
    List<Finding> findings = new ArrayList<>();
    for (Contestant c : contestants) {
      if (c != ours) {
        findings.add(Ratio.between(race.lines(), Measure.RATE, "Kindling", c.name()));
        findings.add(Ratio.between(race.lines(), Measure.CPU, "Kindling", c.name()));
        if (c instanceof FileRound f) {
          findings.add(Ratio.between(race.lines(), Measure.OWN_CPU, "Kindling", c.name()));
          findings.add(new Figure("MiB", c.name(), Spread.of(f.residentMebibytes())));
        }
      }
    }
    findings.add(new Figure("MiB", "Kindling", Spread.of(ours.residentMebibytes())));
    for (Contestant c : contestants)
      findings.add(Figure.of(race.lines(), Measure.OWN_CPU, c.name()));
    return Report.of(NAME, Instant.now(), List.of(race), findings, List.of(), List.of());
  }
}
