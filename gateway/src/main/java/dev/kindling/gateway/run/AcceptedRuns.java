package dev.kindling.gateway.run;

import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The runs that this gateway accepted and that the table does not have yet: a handful while a
 * job-runner is up, which takes each within milliseconds. They stand here in the order in which
 * they came and nowhere else, since to be kept in the lists of {@link RunIndex} for so short a time
 * cost a tenth of the whole request. Each is the text that went to Kafka: a run is thirty objects,
 * and what a collection of the nursery takes is a matter of their number. Bounded: while no
 * job-runner is up, requests gather on Kafka, and a gateway must not gather them all in memory.
 * Thread-safe.
 */
final class AcceptedRuns {
  /** As many as come while a job-runner is replaced: ten seconds at a hundred a second. */
  static final int LIMIT = 1_000;

  private final int limit;
  private final Map<String, byte[]> waiting = new LinkedHashMap<>();

  AcceptedRuns(int limit) {
    this.limit = limit;
  }

  /**
   * Adds one, for which the oldest goes if there are too many; the first of an id stays.
   *
   * @param request a {@link RunRequest.Requested} as it stands on Kafka
   * @return the run that was first, if this was not
   */
  Optional<Run> add(String id, byte[] request) {
    return Optional.ofNullable(keep(id, request)).map(AcceptedRuns::run);
  }

  private synchronized byte[] keep(String id, byte[] request) {
    byte[] first = waiting.putIfAbsent(id, request);
    if (waiting.size() > limit) {
      Iterator<byte[]> oldest = waiting.values().iterator();
      oldest.next();
      oldest.remove();
    }
    return first;
  }

  /** The table has it now, or it is gone. */
  synchronized void remove(String id) {
    waiting.remove(id);
  }

  Optional<Run> get(String id) {
    return Optional.ofNullable(text(id)).map(AcceptedRuns::run);
  }

  private synchronized byte[] text(String id) {
    return waiting.get(id);
  }

  /** All at this moment, by their ids. */
  Map<String, Run> all() {
    return texts().stream().map(AcceptedRuns::run).collect(Collectors.toMap(Run::id, run -> run));
  }

  private synchronized List<byte[]> texts() {
    return List.copyOf(waiting.values());
  }

  synchronized int size() {
    return waiting.size();
  }

  private static Run run(byte[] request) {
    return run(Json.read(request, RunRequest.Requested.class));
  }

  /** The run as it is before its owner has seen it; version 0, so that any other is newer. */
  static Run run(RunRequest.Requested request) {
    Instant now = request.requestedAt();
    return new Run(
        Run.SCHEMA,
        request.runId(),
        0,
        request.job(),
        request.parameters(),
        request.origin(),
        request.traceparent(),
        request.terms(),
        RunState.REQUESTED,
        "Accepted by the gateway; its job-runner has not seen it yet.",
        null,
        List.of(),
        now,
        null,
        null,
        null,
        null,
        null,
        now);
  }
}
