package dev.kindling.runner;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.runner.admission.RulesTable;
import dev.kindling.runner.roster.Roster;
import dev.kindling.runner.sweep.LiveAttempts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The tables that every job-runner reads whole, whatever it owns. */
final class RunnerViews {
  private static final Duration CATCH_UP = Duration.ofMinutes(2);

  /** The sweeper looks once in seconds. */
  private static final Duration RUNS_REST = Duration.ofMillis(50);

  private final TableView owners;
  private final TableView pools;
  private final TableView holds;
  private final TableView runs;

  RunnerViews(CommonConfig config, Roster roster, RulesTable rules, LiveAttempts attempts) {
    owners =
        new TableView(
            config, KindlingTopics.OWNERS, (key, changed) -> roster.apply(key, changed.value()));
    pools =
        new TableView(
            config, KindlingTopics.POOLS, (name, changed) -> rules.pool(name, changed.value()));
    holds =
        new TableView(
            config, KindlingTopics.HOLDS, (name, changed) -> rules.hold(name, changed.value()));
    runs = new TableView(config, KindlingTopics.RUNS, RUNS_REST, attempts::apply);
  }

  /**
   * Completes when pools, holds and owners are known: no run may start against a hold that we have
   * not read. The runs go on being read meanwhile.
   */
  Future<?> start(Vertx vertx) {
    runs.start();
    List<Future<Void>> starting = List.of(owners.start(), pools.start(), holds.start());
    return Future.fromCompletionStage(
            Future.all(starting).toCompletionStage(), vertx.getOrCreateContext())
        .timeout(CATCH_UP.toMillis(), TimeUnit.MILLISECONDS);
  }

  Future<?> close(Vertx vertx) {
    return vertx.executeBlocking(
        () -> {
          for (TableView view : all()) {
            view.close();
          }
          return null;
        },
        false);
  }

  /** Whether every run's driver is known as of now. */
  boolean knowAllDrivers() {
    return runs.caughtUp().succeeded() && runs.health().ok();
  }

  CheckResult health() {
    return worst(all().stream().map(TableView::health).toList());
  }

  CheckResult liveness() {
    return worst(all().stream().map(TableView::liveness).toList());
  }

  private static CheckResult worst(List<CheckResult> results) {
    return results.stream()
        .filter(result -> !result.ok())
        .findFirst()
        .orElse(CheckResult.up("follows pools, holds, owners and runs"));
  }

  private List<TableView> all() {
    return List.of(owners, pools, holds, runs);
  }
}
