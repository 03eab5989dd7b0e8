package dev.kindling.runner.launch;

import dev.kindling.model.guard.GuardProtocol;

/** Writes the submission of an attempt for the masters' submission server. Pure. */
public final class SubmissionWriter {
  private static final String CLIENT_SPARK_VERSION = "4.0.0";

  private final JobWrapper wrapper;
  private final String sparkMaster;

  /**
   * @param sparkMaster what drivers connect to, spark://host:port with all masters in it
   */
  public SubmissionWriter(JobWrapper wrapper, String sparkMaster) {
    this.wrapper = wrapper;
    this.sparkMaster = sparkMaster;
  }

  /**
   * @throws IllegalArgumentException if the attempt must never be launched; see {@link JobWrapper}
   */
  public DriverSubmission write(Launch launch) {
    GuardedJob job = wrapper.wrap(launch, sparkMaster, "cluster");
    return new DriverSubmission(
        "CreateSubmissionRequest",
        CLIENT_SPARK_VERSION,
        job.jar(),
        GuardProtocol.GUARD_CLASS,
        job.args(),
        job.environment(),
        job.properties());
  }
}
