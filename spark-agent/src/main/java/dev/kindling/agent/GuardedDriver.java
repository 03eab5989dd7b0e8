package dev.kindling.agent;

import dev.kindling.agent.ending.Ending;
import dev.kindling.agent.ending.Outcome;
import dev.kindling.agent.ending.SparkStop;
import dev.kindling.agent.environment.DriverIdentity;
import dev.kindling.agent.environment.GuardEnvironment;
import dev.kindling.agent.lease.Lease;
import dev.kindling.agent.lease.LeaseKeeper;
import dev.kindling.agent.runner.Retry;
import dev.kindling.agent.runner.RunnerApi;
import dev.kindling.agent.secret.NoSuchSecret;
import dev.kindling.agent.secret.SecretProperties;
import dev.kindling.agent.secret.Secrets;
import dev.kindling.model.guard.ExecutorSeen;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseRequest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * One guarded driver from its claim to its report. Runs on the main thread, once per process.
 * Nothing of the job is loaded before the claim is granted.
 *
 * @param halt ends the process at once with a code, without shutdown hooks
 * @param atShutdown takes what the JVM is to run when it shuts down
 */
record GuardedDriver(
    GuardEnvironment environment,
    DriverIdentity identity,
    RunnerApi api,
    Ticker ticker,
    Retry retry,
    GuardLog log,
    Secrets secrets,
    SparkStop sparkStop,
    IntConsumer halt,
    Consumer<Runnable> atShutdown) {

  /**
   * Claims, runs the job's main and reports.
   *
   * @param args the job's own arguments
   * @return the code to exit with
   */
  int run(String[] args) {
    Optional<Lease> lease = new Claiming(environment, identity, api, ticker, retry, log).claim();
    return lease.isPresent() ? runGranted(args, lease.get()) : GuardProtocol.EXIT_CLAIM_REFUSED;
  }

  private int runGranted(String[] args, Lease lease) {
    LeaseRequest attempt =
        new LeaseRequest(environment.runId(), environment.attempt(), environment.token(), null);
    LeaseKeeper keeper = new LeaseKeeper(api, ticker, log, halt, attempt, lease);
    keeper.start();
    RunningGuard.listen(told(keeper));
    Ending ending = new Ending(api, retry, log, keeper, attempt, environment.reportBound());
    atShutdown.accept(ending::onShutdown);
    System.setProperty(GuardProtocol.PROPERTY_RUN_ID, environment.runId());
    System.setProperty(GuardProtocol.PROPERTY_ATTEMPT, Integer.toString(environment.attempt()));
    log.line("claimed " + environment + "; user code starts");
    return end(ending, runUser(args, ending));
  }

  private static RunningGuard.Listener told(LeaseKeeper keeper) {
    return new RunningGuard.Listener() {
      @Override
      public void applicationStarted(String appId) {
        keeper.applicationStarted(appId);
      }

      @Override
      public void executorAdded(ExecutorSeen executor) {
        keeper.executorAdded(executor);
      }
    };
  }

  /** Runs main and decides the report at the very moment that main ends. */
  private Outcome runUser(String[] args, Ending ending) {
    Throwable thrown;
    Outcome outcome;
    try {
      Optional<String> noPython = PythonCheck.problem(environment.mainClass(), System.getenv());
      if (noPython.isPresent()) {
        throw new UserMain.Missing(noPython.get(), new ClassNotFoundException("python"));
      }
      SecretProperties.resolve(secrets, System.getProperties());
      String[] resolved = secrets.resolve(args);
      UserMain.load(environment.mainClass(), Thread.currentThread().getContextClassLoader())
          .run(resolved);
      thrown = null;
      outcome = Outcome.returned();
    } catch (NoSuchSecret e) {
      thrown = null;
      outcome = Outcome.noSecret(e);
      log.line(e.getMessage());
    } catch (UserMain.Missing e) {
      thrown = null;
      outcome = Outcome.noMain(e.getMessage(), e.getCause());
      log.line(e.getMessage());
    } catch (Throwable e) {
      thrown = e;
      outcome = Outcome.threw(e);
    }
    // The job may have left the thread interrupted: our own waits must not end for that.
    Thread.interrupted();
    ending.decide(outcome);
    if (thrown != null) {
      uncaught(thrown);
    }
    return outcome;
  }

  /**
   * Does with an exception from main what the JVM does: asks the thread's handler, or prints it.
   */
  private void uncaught(Throwable thrown) {
    Thread main = Thread.currentThread();
    try {
      main.getUncaughtExceptionHandler().uncaughtException(main, thrown);
    } catch (Throwable e) {
      log.line("the handler of uncaught exceptions threw " + e.getClass().getName());
    }
  }

  private int end(Ending ending, Outcome outcome) {
    sparkStop.stop(outcome.exitCode());
    Thread.interrupted();
    ending.send();
    return outcome.exitCode();
  }
}
