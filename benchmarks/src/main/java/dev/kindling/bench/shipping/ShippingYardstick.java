package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Percentiles;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Spread;
import dev.kindling.bench.harness.WarmUp;
import dev.kindling.shipper.delivery.DeliveryLimits;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What it costs to carry a log into Elasticsearch, and how long it takes, against the least there
 * is and against two peers, which are left out where they are not installed.
 */
public final class ShippingYardstick {
  static final String NAME = "shipping";
  private static final String OURS = "Kindling";
  private static final String LIMIT = "bulk";
  private static final String SYSLOG_NG = "syslog-ng";
  private static final String RSYSLOG = "rsyslog";
  private static final double RATE_TO_BULK = 0.8;
  private static final double RATE_TO_SYSLOG_NG = 1.05;
  private static final double RATE_TO_RSYSLOG = 1.4;
  private static final double CPU_TO_SYSLOG_NG = 0.85;
  private static final double CPU_TO_RSYSLOG = 0.4;
  private static final double TAIL_TO_RSYSLOG = 1.5;
  private static final double IDLE_PERCENT = 1;
  private static final double FOUND_MILLIS = 3_000;

  private final ShippingPlan plan;
  private final Consumer<String> out;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Expectation> judged = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param out hears of each line at once
   */
  public ShippingYardstick(ShippingPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again. Once.
   *
   * @param folder for data and logs
   */
  public Report run(Path folder) {
    Vertx vertx = Vertx.vertx();
    try (ShippingGround ground = ShippingGround.start(folder)) {
      Race.Outcome race = race(ground);
      try (BulkTap tap = new BulkTap(vertx, ground.url())) {
        tail(ground, tap);
      }
      others(ground);
      crashes(ground);
      if (!ground.hasPeers()) {
        notes.addAll(PeerPrograms.remedy());
      }
      return Report.of(
          NAME, Instant.now(), List.of(race), findings, plan.judged() ? judged : List.of(), notes);
    } finally {
      vertx.close();
    }
  }

  private Race.Outcome race(ShippingGround ground) {
    long server = ground.elasticsearchProcess();
    Path directory = ground.folder(ShippedDocuments.DRIVER);
    Path log = directory.resolve("stderr");
    SparkLog.write(log, plan.lines());
    DeliveryLimits limits = DeliveryLimits.DEFAULT;
    ShippedDocuments made =
        ShippedDocuments.of(directory, limits.batchDocuments(), limits.batchBytes());
    int documents = made.count();
    FileRound ours =
        new FileRound(ground.kindling(), Role.OURS, log, plan.lines(), documents, server);
    BulkLimit limit =
        new BulkLimit(
            new SearchIndex(ground.url(), ShippingGround.KINDLING),
            made.bulks(),
            plan.lines(),
            limits.requests(),
            server);
    List<FileRound> shippers = new ArrayList<>(List.of(ours));
    for (PeerSetup.Fields fields : List.of(PeerSetup.Fields.FEW, PeerSetup.Fields.LIKE_OURS)) {
      for (Shipper peer : ground.peers(ground.url(), false, fields)) {
        shippers.add(new FileRound(peer, Role.PEER, log, plan.lines(), plan.lines(), server));
      }
    }
    new WarmUp(out).run(List.of(ours, limit), plan.warmUps());
    List<Contestant> contestants = new ArrayList<>(List.of(limit));
    contestants.addAll(shippers);
    String name = "a log of " + plan.lines() + " lines, " + documents + " documents of ours";
    Race.Outcome race = new Race(name, contestants, plan.rounds(), out).run();

    judge(Ratio.between(race.lines(), Measure.RATE, OURS, LIMIT), Bound.AT_LEAST, RATE_TO_BULK);
    judgeAgainst(race, shippers, SYSLOG_NG, RATE_TO_SYSLOG_NG, CPU_TO_SYSLOG_NG);
    judgeAgainst(race, shippers, RSYSLOG, RATE_TO_RSYSLOG, CPU_TO_RSYSLOG);
    for (FileRound shipper : shippers) {
      findings.add(Figure.of(race.lines(), Measure.OWN_CPU, shipper.name()));
      findings.add(memory(shipper));
    }
    find(shippers, RSYSLOG)
        .ifPresent(
            peer ->
                judged.add( // found above
                    new Expectation(memory(ours), Bound.AT_MOST, memory(peer).spread().median())));
    notes.add(
        "Operations are lines of the file. Ours joins stack traces: "
            + documents
            + " documents, those of the peers are as many as lines");
    return race;
  }

  private void judgeAgainst(
      Race.Outcome race, List<FileRound> shippers, String peer, double rate, double cpu) {
    if (find(shippers, peer).isPresent()) {
      String same = PeerSetup.Fields.LIKE_OURS.named(peer);
      judge(Ratio.between(race.lines(), Measure.RATE, OURS, same), Bound.AT_LEAST, rate);
      findings.add(Ratio.between(race.lines(), Measure.RATE, OURS, peer));
      judge(Ratio.between(race.lines(), Measure.OWN_CPU, OURS, peer), Bound.AT_MOST, cpu);
    }
  }

  private static Optional<FileRound> find(List<FileRound> shippers, String name) {
    return shippers.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static Figure memory(FileRound shipper) {
    return new Figure(
        "MiB resident, at most,", shipper.name(), Spread.of(shipper.residentMebibytes()));
  }

  private void tail(ShippingGround ground, BulkTap tap) {
    TailRun tail = new TailRun(tap, plan);
    out.accept("");
    out.accept("from the write of a line to its bulk request, 100 lines a second");
    Shipper kindling = ground.kindlingAt(tap.url());
    for (int i = 0; i < plan.warmUps(); i++) {
      told("warming up", tail.millis(kindling));
    }
    Percentiles ours = told(OURS, tail.millis(kindling));
    for (PeerSetup.Fields fields : List.of(PeerSetup.Fields.FEW, PeerSetup.Fields.JOINED)) {
      for (Shipper peer : ground.peers(tap.url(), true, fields)) {
        Percentiles theirs = told(peer.name(), tail.millis(peer));
        Figure ratio =
            once("p99 to the bulk request, Kindling /", peer.name(), ours.at(99) / theirs.at(99));
        if (peer.name().equals(PeerSetup.Fields.JOINED.named(RSYSLOG))) {
          judge(ratio, Bound.AT_MOST, TAIL_TO_RSYSLOG);
        } else {
          findings.add(ratio);
        }
      }
    }
  }

  private void others(ShippingGround ground) {
    judge(
        once(
            "percent of a core, idle with 200 files,",
            OURS,
            new IdleRun(plan).percent(ground.kindling())),
        Bound.AT_MOST,
        IDLE_PERCENT);
    out.accept("from the write of a line until a search finds it, 2,000 lines a second");
    Percentiles found = told(OURS, new SearchRun(plan).millis(ground.kindling()));
    judge(
        once("p95 until a search finds a line (ms)", OURS, found.at(95)),
        Bound.AT_MOST,
        FOUND_MILLIS);
  }

  private void crashes(ShippingGround ground) {
    CrashRun run = new CrashRun(plan, ground.folder("crash"));
    List<Shipper> all = new ArrayList<>(List.of(ground.kindling()));
    all.addAll(ground.peers(ground.url(), false, PeerSetup.Fields.FEW));
    for (Shipper shipper : all) {
      CrashRun.Crash crash = run.of(shipper);
      notes.add(crash.toString());
      out.accept(crash.toString());
      if (shipper.name().equals(OURS)) {
        judge(
            once("lines lost or doubled by kill -9", OURS, crash.lost() + crash.doubled()),
            Bound.AT_MOST,
            0);
      }
    }
  }

  private Percentiles told(String who, Percentiles millis) {
    String text =
        String.format(
            Locale.ROOT,
            "  %-20s p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, at most %.1f ms",
            who,
            millis.at(50),
            millis.at(95),
            millis.at(99),
            millis.max());
    out.accept(text);
    return millis;
  }

  private static Figure once(String name, String of, double value) {
    return new Figure(name, of, Spread.of(List.of(value)));
  }

  private void judge(Finding finding, Bound bound, double value) {
    findings.add(finding);
    judged.add(new Expectation(finding, bound, value));
  }
}
