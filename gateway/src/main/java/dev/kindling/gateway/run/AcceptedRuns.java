package dev.kindling.gateway.run;

import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The runs that this gateway accepted and that the table does not have yet: a handful while a
 * job-runner is up, which takes each within milliseconds. They stand here in the order in which
 * they came and nowhere else, since to be kept in the lists of {@link RunIndex} for so short a time
 * cost a tenth of the whole request.
 *
 * <p>Each is the text that went to Kafka until somebody looks: a run is thirty objects, and what a
 * collection of the nursery takes is a matter of their number. Bounded by the texts: while no
 * job-runner is up, requests gather on Kafka, and a gateway must not gather them all in memory.
 * Thread-safe.
 */
final class AcceptedRuns {
  /**
   * Some 2,700 of the usual kind: what a caller may send by default in the 13 seconds in which a
   * job-runner that died is replaced.
   */
  static final int MOST_BYTES = 2 * 1024 * 1024;

  private final int mostBytes;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private int bytes;

  AcceptedRuns(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** One of them: a text, and the run once it was looked at. */
  private static final class Waiting {
    private final int size;
    private byte[] text;
    private Run run;

    Waiting(byte[] text) {
      this.size = text.length;
      this.text = text;
    }

    synchronized Run run() {
      if (run == null) {
        run = AcceptedRuns.run(Json.read(text, RunRequest.Requested.class));
        text = null;
      }
      return run;
    }
  }

  /**
   * Adds one, for which the oldest go if there is too much; the first of an id stays.
   *
   * @param request a {@link RunRequest.Requested} as it stands on Kafka; nobody may change it
   * @return the run that was first, if this was not
   */
  Optional<Run> add(String id, byte[] request) {
    return Optional.ofNullable(keep(id, new Waiting(request))).map(Waiting::run);
  }

  private synchronized Waiting keep(String id, Waiting next) {
    Waiting first = waiting.putIfAbsent(id, next);
    if (first == null) {
      bytes += next.size;
    }
    while (bytes > mostBytes) {
      remove(waiting.keySet().iterator().next());
    }
    return first;
  }

  /** The table has it now, or it is gone. */
  synchronized void remove(String id) {
    Waiting gone = waiting.remove(id);
    bytes -= gone == null ? 0 : gone.size;
  }

  Optional<Run> get(String id) {
    return Optional.ofNullable(find(id)).map(Waiting::run);
  }

  private synchronized Waiting find(String id) {
    return waiting.get(id);
  }

  /** All at this moment, by their ids. */
  Map<String, Run> all() {
    return list().stream().map(Waiting::run).collect(Collectors.toMap(Run::id, run -> run));
  }

  private synchronized List<Waiting> list() {
    return List.copyOf(waiting.values());
  }

  synchronized int size() {
    return waiting.size();
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
