package dev.kindling.runner.ledger;

import dev.kindling.model.guard.ExecutorSeen;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.run.Executor;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.cluster.ClusterView;
import java.util.List;

/**
 * A driver knows the workers of its executors by the address of their web UI; the master by id.
 * Puts the ids in. Pure.
 */
final class WorkerNames {
  private WorkerNames() {}

  /** The same news with the ids of workers that the master knows. */
  static RunCommand in(RunCommand news, ClusterView cluster) {
    if (news instanceof RunCommand.Renew renew && renew.executors() != null) {
      List<Executor> named =
          renew.executors().stream()
              .map(one -> new Executor(one.id(), one.host(), id(one.worker(), cluster)))
              .toList();
      return new RunCommand.Renew(renew.attempt(), renew.tokenHash(), renew.appId(), named);
    }
    if (news instanceof RunCommand.Report told && told.report().executors() != null) {
      FinalReport report = told.report();
      List<ExecutorSeen> named =
          report.executors().stream()
              .map(one -> new ExecutorSeen(one.id(), one.host(), id(one.workerUi(), cluster)))
              .toList();
      return new RunCommand.Report(
          told.tokenHash(),
          new FinalReport(
              report.runId(),
              report.attempt(),
              report.token(),
              report.exitCode(),
              report.exceptionClass(),
              report.message(),
              report.rootCauseClass(),
              report.rootCauseMessage(),
              report.appId(),
              named));
    }
    return news;
  }

  private static String id(String ui, ClusterView cluster) {
    return ui == null ? null : cluster.workerAt(ui);
  }
}
