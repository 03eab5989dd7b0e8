package dev.kindling.shipper.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.delivery.Remedy;
import dev.kindling.shipper.document.LogFamily;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the daily log indices go whose day is over: hands them to the server's own lifecycle
 * management, or where it has none deletes those that got no line for longer than they are to be
 * kept. Any number of shippers may do it at once. Indices without a day in their name, such as the
 * dead letters, are never touched, nor is one that got a line lately: its day may be that of an
 * application's start, and the application may run on.
 *
 * <p>Blocks; one call at a time.
 */
public final class LogRetention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);
  private static final int NOT_FOUND = 404;
  private static final String LAST_LINE =
      "{\"size\":0,\"aggs\":{\"last\":{\"max\":{\"field\":\"event.created\"}}}}";

  private final RestClient client;
  private final Duration keep;
  private final ZoneId zone;
  private final InstantSource clock;
  private final IndexLifecycle lifecycle;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param access to the cluster
   * @param answerBound how long a request waits for its answer
   * @param keep how long after its last line a day's index stays; at least a day
   * @param zone in which the indices' days are
   */
  public LogRetention(
      SearchAccess access, Duration answerBound, Duration keep, ZoneId zone, InstantSource clock) {
    this.client = SearchClient.of(access, answerBound);
    this.keep = keep;
    this.zone = zone;
    this.clock = clock;
    this.lifecycle = new IndexLifecycle(client, keep);
  }

  /**
   * Does what is due.
   *
   * @return the indices that were deleted here
   * @throws IOException if Elasticsearch does not answer, or refuses; the next call tries again
   */
  public List<String> sweep() throws IOException {
    try {
      boolean handsOver = lifecycle.isThere();
      List<String> deleted = new ArrayList<>();
      for (LogFamily family : LogFamily.values()) {
        for (String index : over(family, handsOver)) {
          if (handsOver) {
            lifecycle.handOver(index, lastLine(index));
          } else if (isDeleted(index)) {
            deleted.add(index);
          }
        }
      }
      return deleted;
    } catch (ResponseException e) {
      throw new IOException("Elasticsearch refuses: " + Remedy.added(status(e), e.getMessage()), e);
    }
  }

  /** The indices whose day is over, for long enough unless the server sees to that. */
  private List<String> over(LogFamily family, boolean anyAge) throws IOException {
    Instant now = clock.instant();
    LocalDate firstKept = LocalDate.ofInstant(anyAge ? now : now.minus(keep), zone);
    return names(family).stream()
        .filter(name -> family.day(name).filter(day -> day.isBefore(firstKept)).isPresent())
        .sorted()
        .toList();
  }

  private List<String> names(LogFamily family) throws IOException {
    Request request = new Request("GET", "/" + family.prefix() + "*");
    request.addParameter("filter_path", "*.aliases");
    List<String> names = new ArrayList<>();
    send(request).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private boolean isDeleted(String index) throws IOException {
    try {
      if (lastLine(index).isAfter(clock.instant().minus(keep))) {
        return false;
      }
      send(new Request("DELETE", "/" + index));
      LOG.info("{} is older than {} and was deleted", index, keep);
      return true;
    } catch (ResponseException e) {
      if (status(e) == NOT_FOUND) { // another shipper was faster
        return false;
      }
      throw e;
    }
  }

  private Instant lastLine(String index) throws IOException {
    Request request = new Request("POST", "/" + index + "/_search");
    request.setJsonEntity(LAST_LINE);
    return Instant.ofEpochMilli(send(request).at("/aggregations/last/value").asLong());
  }

  private JsonNode send(Request request) throws IOException {
    Response answer = client.performRequest(request);
    try (InputStream body = answer.getEntity().getContent()) {
      return mapper.readTree(body);
    }
  }

  private static int status(ResponseException e) {
    return e.getResponse().getStatusLine().getStatusCode();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
