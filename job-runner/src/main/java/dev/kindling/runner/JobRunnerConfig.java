package dev.kindling.runner;

import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.kit.config.Settings;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.PropertyRules;
import dev.kindling.runner.cluster.Master;
import dev.kindling.runner.launch.ArtifactLocations;
import dev.kindling.runner.launch.MasterKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job-runner's settings.
 *
 * @param common those of every service
 * @param host where guards reach us
 * @param port 0 for any
 * @param advertisedUrl what guards call; empty for http://host:port
 * @param peers further addresses that guards may ask: other job-runners, or a name for all of them
 * @param sparkMaster what drivers connect to, all masters in it
 * @param masters where to look at the masters and to submit to them, in the order of preference
 * @param masterKey what requests to the masters are signed with; empty if they have no filter
 * @param agentJar the URL of the guard's jar as the workers reach it
 * @param properties the administrator's rules for Spark properties
 * @param lease how long an attempt lives without a sign of life
 * @param renewal how often guards give one
 * @param masterPoll how often the masters are looked at
 * @param capacityGate whether runs wait here until the cluster has room
 * @param sparkHome the Spark installation for drivers beside this job-runner; empty for none
 * @param launcherFolder where those drivers work; a log-shipper should read it
 * @param launcherSlots how many of them may run at once
 * @param sweep whether guarded drivers at the master that no run knows are killed
 * @param strayAfter for how long nobody must know such a driver; longer than an answer of the
 *     master may take to be written down
 * @param keptAtLeast how long an ended run stays in the table, whatever its job says
 * @param archivePoll how often to ask how far the archive is
 * @param artifacts where the files are that people uploaded; empty if nobody told
 */
public record JobRunnerConfig(
    CommonConfig common,
    String host,
    int port,
    Optional<URI> advertisedUrl,
    List<String> peers,
    String sparkMaster,
    List<Master> masters,
    Optional<MasterKey> masterKey,
    String agentJar,
    PropertyRules properties,
    Duration lease,
    Duration renewal,
    Duration masterPoll,
    boolean capacityGate,
    Optional<Path> sparkHome,
    Path launcherFolder,
    int launcherSlots,
    boolean sweep,
    Duration strayAfter,
    Duration keptAtLeast,
    Duration archivePoll,
    Optional<ArtifactLocations.Store> artifacts) {

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
    String master =
        settings.required("KINDLING_SPARK_MASTER", "the masters, spark://host:7077,host:7077");
    if (!master.isEmpty() && !master.startsWith("spark://")) {
      settings.problem("KINDLING_SPARK_MASTER", "must begin with spark://.");
    }
    return new JobRunnerConfig(
        CommonConfig.from(settings, generatedInstance),
        settings.text("KINDLING_RUNNER_HOST", "127.0.0.1"),
        settings.port("KINDLING_RUNNER_PORT", 8490),
        Optional.ofNullable(settings.url("KINDLING_RUNNER_URL", (URI) null)),
        settings.urls("KINDLING_RUNNER_PEERS").stream().map(URI::toString).toList(),
        master,
        masters(settings),
        masterKey(settings),
        settings.required("KINDLING_AGENT_JAR", "the URL of the spark-agent jar"),
        new PropertyRules(forced(settings), settings.optionalList("KINDLING_SPARK_FORBIDDEN")),
        lease,
        renewal,
        settings.duration("KINDLING_MASTER_POLL", Duration.ofSeconds(1)),
        settings.flag("KINDLING_CAPACITY_GATE", true),
        settings.optional("KINDLING_SPARK_HOME").map(Path::of),
        Path.of(settings.text("KINDLING_LAUNCHER_DIR", "launcher")),
        settings.integer("KINDLING_LAUNCHER_SLOTS", 4, 0, 1_000),
        settings.flag("KINDLING_SWEEP", true),
        settings.duration("KINDLING_STRAY_AFTER", Duration.ofMinutes(2)),
        settings.duration("KINDLING_RUNS_KEPT", Duration.ofDays(1)),
        settings.duration("KINDLING_ARCHIVE_POLL", Duration.ofSeconds(30)),
        artifacts(settings));
  }

  private static Optional<ArtifactLocations.Store> artifacts(Settings settings) {
    URI url = settings.url("KINDLING_ARTIFACTS_URL", (URI) null);
    Optional<ArtifactLinks> links =
        SecretStore.from(settings)
            .setting(settings, "KINDLING_ARTIFACTS_KEY")
            .flatMap(key -> ArtifactLinks.of(settings, "KINDLING_ARTIFACTS_KEY", key));
    if ((url == null) != links.isEmpty()) {
      settings.problem(
          url == null ? "KINDLING_ARTIFACTS_URL" : "KINDLING_ARTIFACTS_KEY",
          "is missing: artifacts take both, the gateway's URL as the workers reach it, and the key"
              + " that the gateway has too.");
    }
    return url == null
        ? Optional.empty()
        : links.map(
            signing ->
                new ArtifactLocations.Store(url.toString().replaceFirst("/+$", ""), signing));
  }

  private static List<Master> masters(Settings settings) {
    settings.required("KINDLING_SPARK_REST", "the submission servers, http://host:6066,...");
    settings.required("KINDLING_SPARK_UI", "the masters' web UIs, http://host:8080,...");
    List<URI> rest = settings.urls("KINDLING_SPARK_REST");
    List<URI> ui = settings.urls("KINDLING_SPARK_UI");
    if (rest.size() != ui.size()) {
      settings.problem(
          "KINDLING_SPARK_UI",
          "has "
              + ui.size()
              + " addresses and KINDLING_SPARK_REST has "
              + rest.size()
              + ": give one of each for every master, in the same order.");
    }
    List<Master> masters = new ArrayList<>();
    for (int i = 0; i < Math.min(rest.size(), ui.size()); i++) {
      masters.add(new Master(rest.get(i), ui.get(i)));
    }
    return masters;
  }

  private static Optional<MasterKey> masterKey(Settings settings) {
    Optional<String> text = settings.secret("KINDLING_SPARK_REST_KEY");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MasterKey(text.get(), InstantSource.system()));
    } catch (IllegalArgumentException e) {
      settings.problem("KINDLING_SPARK_REST_KEY", e.getMessage() + ".");
      return Optional.empty();
    }
  }

  /** {@code key=value;key=value}: values of Spark properties have commas in them. */
  private static Map<String, String> forced(Settings settings) {
    Map<String, String> forced = new LinkedHashMap<>();
    for (String one : settings.text("KINDLING_SPARK_FORCED", "").split(";", -1)) {
      int equals = one.indexOf('=');
      if (one.isBlank()) {
        continue;
      }
      if (equals < 1 || !one.strip().startsWith("spark.")) {
        settings.problem(
            "KINDLING_SPARK_FORCED",
            "has \"" + one.strip() + "\": write spark.key=value, with semicolons between several.");
      } else {
        forced.put(one.substring(0, equals).strip(), one.substring(equals + 1).strip());
      }
    }
    return forced;
  }
}
