package dev.kindling.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log lines of one run as they become searchable, page by page. Lines come in the order of
 * their time: one that becomes searchable late, with a time before the last one seen, does not come
 * any more. Who needs all of them reads from the start once the run has ended.
 */
final class FollowedLog {
  private static final int PAGE = 1_000;

  private final GatewayClient gateway;
  private final String runId;
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
    return fresh;
  }

  private String after() {
    return cursor.isEmpty()
        ? "?limit=" + PAGE
        : "?limit=" + PAGE + "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }
}
