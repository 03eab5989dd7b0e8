package dev.kindling.shipper;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.shipper.work.ServiceLog;
import dev.kindling.shipper.work.WorkDirectory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of the log-shipper.
 *
 * @param common those of every service
 * @param workDirectories the work directories of the workers on this machine, at least one
 * @param serviceLogs the logs of Kindling's own services on this machine
 * @param stateDirectory where the checkpoint lives; belongs to this shipper alone
 * @param elasticsearch where the documents go
 * @param archive whether this shipper takes its share of archiving runs and the audit
 * @param zone the zone of Spark's plain time stamps, and of the ids that the master makes
 * @param keep how long log indices stay; empty for ever
 * @param cleanup how long after the last write workers delete a directory
 */
public record LogShipperConfig(
    CommonConfig common,
    List<WorkDirectory> workDirectories,
    List<ServiceLog> serviceLogs,
    Path stateDirectory,
    SearchAccess elasticsearch,
    boolean archive,
    ZoneId zone,
    Optional<Duration> keep,
    Duration cleanup) {
  private static final String KEEP = "KINDLING_SHIPPER_KEEP";

  /** {@code spark.worker.cleanup.appDataTtl} of Spark 4.0.0. */
  private static final Duration WORKERS_CLEANUP = Duration.ofDays(7);

  private static final Duration LEAST_KEPT = Duration.ofDays(1);
  private static final Pattern SERVICE_LOG = Pattern.compile("([^=/\\s]+)(?:/([^=/\\s]+))?=(.+)");
  private static final String WORK_DIRS = "KINDLING_SHIPPER_WORK_DIRS";
  private static final String SERVICE_LOGS = "KINDLING_SHIPPER_SERVICE_LOGS";
  private static final String STATE_DIR = "KINDLING_SHIPPER_STATE_DIR";

  public static LogShipperConfig from(Settings settings) {
    return new LogShipperConfig(
        CommonConfig.from(settings, "log-shipper"),
        workDirectories(settings),
        serviceLogs(settings),
        path(
            settings,
            STATE_DIR,
            settings.required(STATE_DIR, "a directory that this shipper alone may write to")),
        SearchAccess.from(settings, SecretStore.from(settings)),
        settings.flag("KINDLING_SHIPPER_ARCHIVE", true),
        settings.zone("KINDLING_SHIPPER_ZONE", ZoneOffset.UTC),
        keep(settings),
        settings.duration("KINDLING_SHIPPER_CLEANUP", WORKERS_CLEANUP));
  }

  private static Optional<Duration> keep(Settings settings) {
    if (settings.optional(KEEP).isEmpty()) {
      return Optional.empty();
    }
    Duration keep = settings.duration(KEEP, LEAST_KEPT);
    if (keep.compareTo(LEAST_KEPT) < 0) {
      settings.problem(KEEP, "is " + keep + "; indices are of a day, so it is at least P1D.");
    }
    return Optional.of(keep);
  }

  private static List<WorkDirectory> workDirectories(Settings settings) {
    List<WorkDirectory> directories = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String pair : settings.list(WORK_DIRS, "worker=path pairs with commas between them")) {
      int equals = pair.indexOf('=');
      String worker = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (worker.isEmpty() || worker.contains("/") || equals == pair.length() - 1) {
        settings.problem(
            WORK_DIRS,
            "has the entry \""
                + pair
                + "\"; it must be worker=path, the worker's name without a slash and the path"
                + " without a comma.");
      } else if (!names.add(worker)) {
        settings.problem(
            WORK_DIRS,
            "names the worker \"" + worker + "\" twice; each worker needs a name of its own.");
      } else {
        directories.add(
            new WorkDirectory(worker, path(settings, WORK_DIRS, pair.substring(equals + 1))));
      }
    }
    return List.copyOf(directories);
  }

  private static List<ServiceLog> serviceLogs(Settings settings) {
    List<ServiceLog> logs = new ArrayList<>();
    Set<Path> paths = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (String pair : settings.optionalList(SERVICE_LOGS)) {
      Matcher words = SERVICE_LOG.matcher(pair);
      if (!words.matches()) {
        settings.problem(
            SERVICE_LOGS,
            "has the entry \""
                + pair
                + "\"; it must be service=path, or service/instance=path where there are several.");
        continue;
      }
      ServiceLog log =
          new ServiceLog(
              words.group(1), words.group(2), path(settings, SERVICE_LOGS, words.group(3)));
      if (!paths.add(log.path())) {
        settings.problem(SERVICE_LOGS, "names the file " + log.path() + " twice.");
      } else if (keys.add(log.key())) {
        logs.add(log);
      } else {
        settings.problem(
            SERVICE_LOGS,
            "names \""
                + pair.substring(0, pair.indexOf('='))
                + "\" twice; add an instance, as in "
                + log.service()
                + "/2=path.");
      }
    }
    return List.copyOf(logs);
  }

  private static Path path(Settings settings, String key, String text) {
    try {
      return Path.of(text.strip()).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      settings.problem(key, "has \"" + text + "\", which is no path: " + e.getReason() + ".");
      return Path.of(".");
    }
  }
}
