package dev.kindling.agent.testing;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How a job-runner reacts, and what it was asked: the script of the fake and of the HTTP server
 * alike. Of each kind of reaction the last one repeats for ever. Thread-safe.
 */
public final class RunnerScript {
  public final List<ClaimRequest> claims = new CopyOnWriteArrayList<>();
  public final List<LeaseRequest> renewals = new CopyOnWriteArrayList<>();
  public final List<FinalReport> reports = new CopyOnWriteArrayList<>();

  private final Deque<Reaction<ClaimReply>> onClaim = new ArrayDeque<>();
  private final Deque<Reaction<LeaseReply>> onRenewal = new ArrayDeque<>();
  private final Deque<Reaction<Boolean>> onReport = new ArrayDeque<>();

  /** Grants every claim, keeps every lease, takes every report. */
  public static RunnerScript friendly(long leaseMillis, long renewalMillis) {
    return new RunnerScript()
        .onClaim(Reaction.reply(ClaimReply.granted(leaseMillis, renewalMillis)))
        .onRenewal(Reaction.reply(LeaseReply.kept(leaseMillis)))
        .onReport(Reaction.reply(true));
  }

  @SafeVarargs
  public final synchronized RunnerScript onClaim(Reaction<ClaimReply>... reactions) {
    onClaim.clear();
    for (Reaction<ClaimReply> reaction : reactions) {
      onClaim.add(reaction);
    }
    return this;
  }

  @SafeVarargs
  public final synchronized RunnerScript onRenewal(Reaction<LeaseReply>... reactions) {
    onRenewal.clear();
    for (Reaction<LeaseReply> reaction : reactions) {
      onRenewal.add(reaction);
    }
    return this;
  }

  @SafeVarargs
  public final synchronized RunnerScript onReport(Reaction<Boolean>... reactions) {
    onReport.clear();
    for (Reaction<Boolean> reaction : reactions) {
      onReport.add(reaction);
    }
    return this;
  }

  synchronized Reaction<ClaimReply> asked(ClaimRequest request) {
    claims.add(request);
    return next(onClaim);
  }

  synchronized Reaction<LeaseReply> asked(LeaseRequest request) {
    renewals.add(request);
    return next(onRenewal);
  }

  synchronized Reaction<Boolean> asked(FinalReport report) {
    reports.add(report);
    return next(onReport);
  }

  private static <T> Reaction<T> next(Deque<Reaction<T>> reactions) {
    return reactions.size() > 1 ? reactions.remove() : reactions.element();
  }
}
