package dev.kindling.gateway.log.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Executor;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files that an attempt writes now, and where they can be read; what cannot be is said. Only
 * workers that the master names are asked, whatever a driver says of its executors. Pure.
 *
 * @param pages each file with the web UI of its worker
 * @param missing what cannot be read, in words
 */
record LiveFiles(Map<LiveFile, URI> pages, List<String> missing) {
  /** An application with hundreds of executors would be a request to each of their workers. */
  private static final int MOST_EXECUTORS = 20;

  private static final Pattern DRIVER = Pattern.compile("driver-[0-9-]{1,40}");
  private static final Pattern APPLICATION = Pattern.compile("app-[0-9-]{1,40}");
  private static final Pattern EXECUTOR = Pattern.compile("[0-9]{1,9}");

  static LiveFiles of(Attempt attempt, JsonNode master) {
    Map<String, Worker> workers = new HashMap<>();
    for (JsonNode worker : master.path("workers")) {
      URI ui = URI.create(worker.path("webuiaddress").asText());
      Worker known = new Worker(worker.path("id").asText(), ui);
      workers.put(known.id(), known);
      workers.put(ui.getAuthority(), known);
    }
    LiveFiles files = new LiveFiles(new LinkedHashMap<>(), new ArrayList<>());
    if (attempt.driverId() == null || !DRIVER.matcher(attempt.driverId()).matches()) {
      files.missing.add("The driver runs where only the log-shipper reads.");
    } else {
      files.add(attempt, Optional.empty(), workers.get(String.valueOf(attempt.worker())));
    }
    List<Executor> executors =
        attempt.executors().stream().filter(one -> isNamed(attempt, one)).toList();
    // The last ones: those before may be gone.
    for (Executor executor :
        executors.subList(Math.max(0, executors.size() - MOST_EXECUTORS), executors.size())) {
      files.add(
          attempt, Optional.of(executor.id()), workers.get(String.valueOf(executor.worker())));
    }
    if (executors.size() > MOST_EXECUTORS) {
      files.missing.add(
          "Only the last " + MOST_EXECUTORS + " of " + executors.size() + " executors are read.");
    }
    return files;
  }

  /** As Spark names them; what else a driver may say belongs in no URL. */
  private static boolean isNamed(Attempt attempt, Executor executor) {
    return attempt.appId() != null
        && APPLICATION.matcher(attempt.appId()).matches()
        && EXECUTOR.matcher(executor.id()).matches();
  }

  private record Worker(String id, URI ui) {}

  private void add(Attempt attempt, Optional<String> executor, Worker worker) {
    if (worker == null) {
      missing.add(
          "The worker of "
              + executor.map(id -> "executor " + id).orElse("the driver")
              + " is not known.");
      return;
    }
    for (IoStream stream : IoStream.values()) {
      pages.put(new LiveFile(attempt, executor, worker.id(), stream), worker.ui());
    }
  }
}
