package dev.kindling.model.guard;

/** The names that the guard inside a driver and the job-runner share. */
public final class GuardProtocol {
  public static final String CLAIMS_PATH = "/internal/v1/claims";
  public static final String LEASES_PATH = "/internal/v1/leases";
  public static final String REPORTS_PATH = "/internal/v1/reports";

  /**
   * The partition of the run, in every request of a guard: which job-runner owns the run follows
   * from it, and any other answers 421.
   */
  public static final String PARTITION_HEADER = "Kindling-Partition";

  /** In a 421: the URL of the job-runner that owns the partition, where that is known. */
  public static final String OWNER_HEADER = "Kindling-Owner";

  /** In every answer: the URLs of the job-runners that own something, with commas between. */
  public static final String RUNNERS_HEADER = "Kindling-Runners";

  public static final String GUARD_CLASS = "dev.kindling.agent.Guard";

  /** The guard's environment is incomplete or malformed (EX_USAGE of sysexits.h). */
  public static final int EXIT_USAGE = 64;

  /** The user code was refused: this process is not the attempt (EX_TEMPFAIL of sysexits.h). */
  public static final int EXIT_CLAIM_REFUSED = 75;

  /** The lease was lost while user code ran. */
  public static final int EXIT_LEASE_LOST = 76;

  /** The user's main class is missing or has no {@code public static void main(String[])}. */
  public static final int EXIT_NO_MAIN_CLASS = 78;

  /** A secret that the job refers to is not there for the driver. */
  public static final int EXIT_NO_SECRET = 79;

  /**
   * Stands in {@link FinalReport#exitCode()} where the guard knows that the driver is ending but
   * not with which code: user code called {@code System.exit}, and a shutdown hook cannot see its
   * argument. The master's state decides then (FINISHED means 0, anything else does not); the
   * report's message says who called. No process can really end with this code.
   */
  public static final int EXIT_CODE_UNKNOWN = -1;

  public static final String ENV_RUN_ID = "KINDLING_RUN_ID";
  public static final String ENV_ATTEMPT = "KINDLING_ATTEMPT";
  public static final String ENV_PARTITION = "KINDLING_PARTITION";
  public static final String ENV_TOKEN = "KINDLING_TOKEN";
  public static final String ENV_RUNNER_URLS = "KINDLING_RUNNER_URLS";
  public static final String ENV_MAIN_CLASS = "KINDLING_MAIN_CLASS";
  public static final String ENV_TRACEPARENT = "KINDLING_TRACEPARENT";

  /** Where secrets are looked for first, set on the worker's machine; a folder of files. */
  public static final String ENV_SECRETS_DIR = "KINDLING_SECRETS_DIR";

  /** Begins the variables in which secrets are looked for then, set on the worker's machine. */
  public static final String ENV_SECRET_PREFIX = "KINDLING_SECRET_";

  public static final String ENV_JOB = "KINDLING_JOB";

  /**
   * Spark copies properties that begin with {@code spark.rpc} to the command lines of drivers and
   * of executors alike (SparkConf.isExecutorStartupConf), and both print their command line as the
   * first line of their log: the log-shipper reads there to whom the log belongs.
   */
  public static final String PROPERTY_RUN = "spark.rpc.kindling.run";

  public static final String PROPERTY_JOB = "spark.rpc.kindling.job";

  /** The attempt's number as the job sees it: its own fencing token for outside effects. */
  public static final String PROPERTY_ATTEMPT = "kindling.attempt";

  public static final String PROPERTY_RUN_ID = "kindling.run.id";

  private GuardProtocol() {}
}
