package dev.kindling.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log lines of one run as they become searchable, page by page. */
final class FollowedLog {
  private final GatewayClient gateway;
  private final String runId;
  private final List<JsonNode> seen = new ArrayList<>();
  private String cursor = "";

  FollowedLog(GatewayClient gateway, String runId) {
    this.gateway = gateway;
    this.runId = runId;
  }

  /** The lines that are new since the last call. */
  List<JsonNode> next() {
    List<JsonNode> fresh = new ArrayList<>();
    boolean more = true;
    while (more) {
      Optional<JsonNode> page = gateway.find("/api/v1/runs/" + runId + "/logs" + after());
      JsonNode lines = page.map(found -> found.path("lines")).orElse(MissingNode.getInstance());
      lines.forEach(fresh::add);
      // A cursor is given even where nothing follows yet.
      more = !lines.isEmpty();
      cursor = page.map(found -> found.path("next").asText("")).orElse(cursor);
    }
    seen.addAll(fresh);
    return fresh;
  }

  /** All lines so far. */
  List<JsonNode> seen() {
    return List.copyOf(seen);
  }

  private String after() {
    return cursor.isEmpty() ? "" : "?after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }
}
