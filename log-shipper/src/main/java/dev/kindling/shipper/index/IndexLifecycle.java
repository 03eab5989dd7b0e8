package dev.kindling.shipper.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elasticsearch's own way to let indices go, where the server has it (ILM): the policy {@code
 * kindling-logs}, which an operator may change, for example to wait for a snapshot first. An index
 * is handed over once its day is over, and its age counts from its last line: ILM alone would count
 * from when it was made, and delete it under an application that still writes.
 *
 * <p>Blocks; one call at a time. Source of names and forms: Elasticsearch 8.19, "Index lifecycle
 * management" ({@code index.lifecycle.name}, {@code index.lifecycle.origination_date}).
 */
final class IndexLifecycle {
  /** The name of the policy. */
  static final String POLICY = "kindling-logs";

  private static final Logger LOG = LoggerFactory.getLogger(IndexLifecycle.class);
  private static final String PATH = "/_ilm/policy/" + POLICY;
  private static final String KEEP = "keep";

  /** What a server without ILM answers: no handler for the path, or none for the method. */
  private static final int BAD_REQUEST = 400;

  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int FORBIDDEN = 403;

  private final JsonCalls calls;
  private final Duration keep;
  private final ObjectMapper mapper = new ObjectMapper();
  private boolean told;

  /**
   * @param keep how long after its last line an index stays
   */
  IndexLifecycle(JsonCalls calls, Duration keep) {
    this.calls = calls;
    this.keep = keep;
  }

  /**
   * Makes the policy, or keeps it up to date as long as it is as we made it.
   *
   * @return whether the server has ILM at all, and lets us use it
   * @throws ResponseException if it refuses
   */
  boolean isThere() throws IOException {
    Request asked = new Request("GET", PATH);
    asked.addParameter("ignore", "404");
    try {
      JsonNode made = calls.send(asked).path(POLICY);
      String madeFor = made.at("/policy/_meta").path(KEEP).asText();
      if (made.isMissingNode() || (!madeFor.isEmpty() && !madeFor.equals(keep.toString()))) {
        put();
      }
      return true;
    } catch (ResponseException e) {
      int status = JsonCalls.status(e);
      if (status == FORBIDDEN) {
        tellOfRights();
        return false;
      }
      if (status == BAD_REQUEST || status == METHOD_NOT_ALLOWED) {
        return false;
      }
      throw e;
    }
  }

  private void tellOfRights() {
    if (!told) {
      told = true;
      LOG.info(
          "old log indices are deleted here and not handed to the lifecycle management: that would"
              + " need the rights manage_ilm and manage, see docs/elasticsearch-roles.yml");
    }
  }

  /**
   * Gives an index to the policy, unless somebody gave it to another; says anew when its last line
   * came.
   */
  void handOver(String index, Instant lastLine) throws IOException {
    Request asked = new Request("GET", "/" + index + "/_settings/index.lifecycle.name");
    String owner = calls.send(asked).at("/" + index + "/settings/index/lifecycle/name").asText("");
    if (!owner.isEmpty() && !owner.equals(POLICY)) {
      return;
    }
    Request request = new Request("PUT", "/" + index + "/_settings");
    ObjectNode settings = mapper.createObjectNode();
    settings
        .putObject("index")
        .putObject("lifecycle")
        .put("name", POLICY)
        .put("origination_date", lastLine.toEpochMilli());
    request.setJsonEntity(settings.toString());
    calls.send(request);
  }

  private void put() throws IOException {
    ObjectNode body = mapper.createObjectNode();
    ObjectNode policy = body.putObject("policy");
    // Who changes the policy takes this out, and it is theirs.
    policy.putObject("_meta").put("managed_by", "kindling").put(KEEP, keep.toString());
    ObjectNode delete = policy.putObject("phases").putObject("delete");
    delete.put("min_age", keep.toSeconds() + "s");
    delete.putObject("actions").putObject("delete");
    Request request = new Request("PUT", PATH);
    request.setJsonEntity(body.toString());
    calls.send(request);
  }
}
