package dev.kindling.agent.lease;

import dev.kindling.agent.GuardLog;
import dev.kindling.agent.Ticker;
import dev.kindling.agent.runner.Answer;
import dev.kindling.agent.runner.RunnerApi;
import dev.kindling.model.guard.ExecutorSeen;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Renews the lease of a running attempt and halts the process when it is lost. Two daemon threads:
 * one asks, one watches the time, so that no slow endpoint, no name server and no full pipe can
 * hold up the halt. Thread-safe; nothing here throws into user code.
 */
public final class LeaseKeeper {
  /** As many as a run's record keeps. */
  private static final int MOST_EXECUTORS = 100;

  private final RunnerApi api;
  private final Ticker ticker;
  private final GuardLog log;
  private final IntConsumer halt;
  private final LeaseRequest attempt;
  private final Duration timeout;

  private Lease lease;
  private String appId;
  private List<ExecutorSeen> executors = List.of();
  private List<ExecutorSeen> executorsTold = List.of();
  private int haltCode = GuardProtocol.EXIT_LEASE_LOST;

  /**
   * Does not start yet.
   *
   * @param attempt the run, attempt and token to renew for, without an application id
   * @param lease as the claim gave it
   * @param halt ends the process at once with a code, without shutdown hooks
   */
  public LeaseKeeper(
      RunnerApi api,
      Ticker ticker,
      GuardLog log,
      IntConsumer halt,
      LeaseRequest attempt,
      Lease lease) {
    this.api = api;
    this.ticker = ticker;
    this.log = log;
    this.halt = halt;
    this.attempt = attempt;
    this.lease = lease;
    // Below the pause between renewals, so that a stalled one never delays the next.
    this.timeout = Duration.ofNanos(lease.renewalNanos() * 9 / 10);
  }

  /** Starts both threads; called once, before user code. */
  public void start() {
    daemon("kindling-guard-lease-watch", this::watch);
    daemon("kindling-guard-lease-renewal", this::renew);
  }

  /** The driver has a Spark application now: tells the owner with a renewal at once. */
  public synchronized void applicationStarted(String id) {
    appId = id;
    lease = lease.hurried(ticker.nanoTime());
    notifyAll();
  }

  /**
   * The driver has an executor more. The next renewal tells so, no sooner: they come by the
   * hundred.
   */
  public synchronized void executorAdded(ExecutorSeen executor) {
    if (executors.size() < MOST_EXECUTORS) {
      List<ExecutorSeen> more = new ArrayList<>(executors);
      more.add(executor);
      executors = List.copyOf(more);
    }
  }

  /** The executors of this driver so far, the first hundred; null when there was none. */
  public synchronized List<ExecutorSeen> executors() {
    return executors.isEmpty() ? null : executors;
  }

  /** The latest application of this driver, null when there was none. */
  public synchronized String appId() {
    return appId;
  }

  /**
   * The driver is about to report and end: no renewal from now on. The clock keeps running, so a
   * driver that hangs on its way out is halted when the lease is over.
   *
   * @param code what to halt with then; {@link GuardProtocol#EXIT_CODE_UNKNOWN} means as for a lost
   *     lease
   * @return the nanoseconds that are left of the lease
   * @see FinalReport#exitCode()
   */
  public synchronized long leave(int code) {
    if (code != GuardProtocol.EXIT_CODE_UNKNOWN) {
      haltCode = code;
    }
    lease = lease.leaving();
    notifyAll();
    return lease.untilLost(ticker.nanoTime());
  }

  /** Sends a renewal if one is due. Only the renewal thread calls it (and tests). */
  void renewIfDue() {
    LeaseRequest request;
    long sentAt;
    synchronized (this) {
      sentAt = ticker.nanoTime();
      if (lease.untilRenewal(sentAt) > 0) {
        return;
      }
      request =
          new LeaseRequest(
              attempt.runId(),
              attempt.attempt(),
              attempt.token(),
              appId,
              executors.size() == executorsTold.size() ? null : executors);
    }
    take(ask(request), request, sentAt);
  }

  /** Halts if the lease is lost. Only the watching thread calls it (and tests). */
  void haltIfLost() {
    String reason;
    int code;
    synchronized (this) {
      if (lease.untilLost(ticker.nanoTime()) > 0) {
        return;
      }
      reason = reason();
      code = lease.phase() == Lease.Phase.LEAVING ? haltCode : GuardProtocol.EXIT_LEASE_LOST;
    }
    try {
      log.lastLine(reason + "; halting with " + code);
    } finally {
      halt.accept(code);
    }
  }

  private String reason() {
    return switch (lease.phase()) {
      case ENDED -> "the job-runner ended this attempt: " + lease.trouble();
      case LEAVING -> "the driver did not end within its lease";
      case HELD -> "the lease was not renewed in time (" + lease.trouble() + ")";
    };
  }

  private Answer<LeaseReply> ask(LeaseRequest request) {
    try {
      return api.renew(request, timeout);
    } catch (Throwable e) {
      // For one, out of memory by the job's doing: the next renewal may find some.
      return new Answer.None<>(e.toString());
    }
  }

  private void take(Answer<LeaseReply> answer, LeaseRequest request, long sentAt) {
    String news = null;
    synchronized (this) {
      boolean wasWell = lease.trouble() == null;
      long now = ticker.nanoTime();
      if (answer instanceof Answer.Given<LeaseReply> given) {
        lease = lease.answered(given.reply(), sentAt);
        executorsTold = request.executors() == null ? executorsTold : request.executors();
        if (!Objects.equals(request.appId(), appId)) {
          lease = lease.hurried(now);
        }
      } else if (answer instanceof Answer.None<LeaseReply> none) {
        lease = lease.unanswered(none.why(), now);
        long left = TimeUnit.NANOSECONDS.toMillis(lease.untilLost(now));
        news = wasWell ? "no renewal (" + none.why() + "); lease left: " + left + " ms" : null;
      }
      notifyAll();
    }
    if (news != null) {
      log.line(news);
    }
  }

  private void renew() {
    while (true) {
      try {
        renewIfDue();
        synchronized (this) {
          await(lease.untilRenewal(ticker.nanoTime()));
        }
      } catch (Throwable e) {
        // Nothing may end this thread: not an interrupt by user code, not a lack of memory.
        ticker.sleep(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private void watch() {
    while (true) {
      try {
        haltIfLost();
        synchronized (this) {
          await(lease.untilLost(ticker.nanoTime()));
        }
      } catch (Throwable e) {
        // As above; the time is looked at again at once.
        ticker.sleep(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private void await(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(this, nanos);
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }
}
