package dev.kindling.runner;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.service.CommonConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The job-runner's settings.
 *
 * @param common those of every service
 * @param host where guards reach us
 * @param port 0 for any
 * @param advertisedUrl what guards call; empty for http://host:port
 * @param sparkMaster what drivers connect to
 * @param sparkRest the master's submission server
 * @param sparkUi the master's web UI
 * @param agentJar the URL of the guard's jar as the workers reach it
 * @param lease how long an attempt lives without a sign of life
 * @param renewal how often guards give one
 * @param masterPoll how often the master is looked at
 * @param capacityGate whether runs wait here until the cluster has room
 */
public record JobRunnerConfig(
    CommonConfig common,
    String host,
    int port,
    Optional<URI> advertisedUrl,
    String sparkMaster,
    URI sparkRest,
    URI sparkUi,
    String agentJar,
    Duration lease,
    Duration renewal,
    Duration masterPoll,
    boolean capacityGate) {

  /** Reads them; every problem is collected in the settings. */
  public static JobRunnerConfig from(Settings settings, String generatedInstance) {
    Duration lease = settings.duration("KINDLING_LEASE", Duration.ofSeconds(45));
    Duration renewal = settings.duration("KINDLING_LEASE_RENEWAL", Duration.ofSeconds(10));
    if (renewal.multipliedBy(2).compareTo(lease) > 0) {
      settings.problem(
          "KINDLING_LEASE_RENEWAL",
          "is "
              + renewal
              + "; it must be at most half of KINDLING_LEASE ("
              + lease
              + "), or one lost packet ends a healthy run.");
    }
    String master = settings.required("KINDLING_SPARK_MASTER", "the master, spark://host:7077");
    if (!master.isEmpty() && !master.startsWith("spark://")) {
      settings.problem("KINDLING_SPARK_MASTER", "must begin with spark://.");
    }
    return new JobRunnerConfig(
        CommonConfig.from(settings, generatedInstance),
        settings.text("KINDLING_RUNNER_HOST", "127.0.0.1"),
        settings.port("KINDLING_RUNNER_PORT", 8490),
        Optional.ofNullable(settings.url("KINDLING_RUNNER_URL", (URI) null)),
        master,
        settings.url("KINDLING_SPARK_REST", "the submission server, http://host:6066"),
        settings.url("KINDLING_SPARK_UI", "the master's web UI, http://host:8080"),
        settings.required("KINDLING_AGENT_JAR", "the URL of the spark-agent jar"),
        lease,
        renewal,
        settings.duration("KINDLING_MASTER_POLL", Duration.ofSeconds(1)),
        settings.flag("KINDLING_CAPACITY_GATE", true));
  }
}
