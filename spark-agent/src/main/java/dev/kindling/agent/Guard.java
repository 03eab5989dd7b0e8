package dev.kindling.agent;

import dev.kindling.agent.ending.SparkStop;
import dev.kindling.agent.environment.BadEnvironment;
import dev.kindling.agent.environment.DriverIdentity;
import dev.kindling.agent.environment.EnvironmentReader;
import dev.kindling.agent.environment.GuardEnvironment;
import dev.kindling.agent.runner.HttpRunnerApi;
import dev.kindling.agent.runner.Retry;
import dev.kindling.agent.secret.Secrets;
import dev.kindling.model.guard.GuardProtocol;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The main class of every driver that Kindling launches. It stands in {@code spark.jars} beside the
 * job's own jar, gets the job's arguments unchanged, and everything else from its environment
 * ({@link GuardEnvironment}). It claims the attempt, runs the job's main, keeps the lease, reports
 * the end and ends the process. The composition root: everything real is put together here.
 */
public final class Guard {
  /** The guard itself failed (EX_SOFTWARE of sysexits.h): a bug of Kindling, not of the job. */
  static final int EXIT_SOFTWARE = 70;

  private Guard() {}

  /** Never returns: threads that the job left behind must not keep the driver (SPARK-48547). */
  public static void main(String[] args) {
    GuardLog log = GuardLog.stderr();
    int code;
    try {
      code = driver(log).run(args);
    } catch (BadEnvironment e) {
      log.line("this driver's environment does not describe an attempt, user code does not run:");
      e.problems().forEach(log::line);
      code = GuardProtocol.EXIT_USAGE;
    } catch (Throwable e) {
      log.line("the guard itself failed: " + e);
      code = EXIT_SOFTWARE;
    }
    System.exit(code);
  }

  private static GuardedDriver driver(GuardLog log) throws BadEnvironment {
    GuardEnvironment environment = EnvironmentReader.read(System.getenv());
    Ticker ticker = Ticker.system();
    return new GuardedDriver(
        environment,
        DriverIdentity.ofThisProcess(System.getenv(), Path.of("")),
        new HttpRunnerApi(environment.runnerUrls(), environment.partition()),
        ticker,
        new Retry(ticker, new SplittableRandom()),
        log,
        Secrets.ofThisMachine(System.getenv()),
        SparkStop.ofThisJvm(log),
        code -> Runtime.getRuntime().halt(code),
        hook -> Runtime.getRuntime().addShutdownHook(new Thread(hook, "kindling-guard-shutdown")));
  }
}
