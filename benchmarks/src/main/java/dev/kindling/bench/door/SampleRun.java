package dev.kindling.bench.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.bench.restore.SampleRuns;
import dev.kindling.model.json.Json;
import java.time.Instant;

/** A run that runs, and changes whenever it is asked to. */
final class SampleRun {
  static final String ID = "0197aaaa-0000-7000-8000-000000000001";

  private final ObjectNode tree =
      Json.mapper().valueToTree(SampleRuns.running(ID, "driver-20261101000000-0001"));
  private long version = System.currentTimeMillis();

  /** Its next state, as it stands in the table. */
  synchronized byte[] next() {
    return Json.bytes(tree.put("version", ++version).put("updatedAt", Instant.now().toString()));
  }
}
