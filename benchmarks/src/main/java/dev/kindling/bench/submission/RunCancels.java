package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.http.KeepAliveConnection;
import dev.kindling.bench.http.Reply;
import java.util.Collection;

/**
 * Ends runs, so that the next round finds none.
 *
 * @param gateway a connection that nobody else uses meanwhile
 */
record RunCancels(KeepAliveConnection gateway, RunWatch watch) {
  /** Returns when all have ended. */
  void end(Collection<String> runIds) {
    for (String runId : runIds) {
      Reply reply = gateway.post("/api/v1/runs/" + runId + "/cancel", new byte[] {'{', '}'});
      if (reply.status() != 202) {
        throw new BenchException("The cancel of " + runId + " was answered with " + reply.body());
      }
    }
    runIds.forEach(runId -> Promises.await(watch.ended(runId), "the end of run " + runId));
  }
}
