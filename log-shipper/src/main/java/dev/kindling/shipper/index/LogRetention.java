package dev.kindling.shipper.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.delivery.Remedy;
import dev.kindling.shipper.document.LogFamily;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.elasticsearch.client.Request;
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
  private final JsonCalls calls;
  private final Duration keep;
  private final ZoneId zone;
  private final InstantSource clock;
  private final IndexLifecycle lifecycle;

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
    this.calls = new JsonCalls(client);
    this.lifecycle = new IndexLifecycle(calls, keep);
  }

  /**
   * Does what is due.
   *
   * @return the indices that were deleted here
   * @throws IOException if Elasticsearch does not answer, or refuses; the next call tries again
   */
  public List<String> sweep() throws IOException {
    List<String> deleted = new ArrayList<>();
    IOException trouble = null;
    try {
      boolean handsOver = lifecycle.isThere();
      for (LogFamily family : LogFamily.values()) {
        for (String index : over(family, handsOver)) {
          try {
            if (isOver(index, handsOver)) {
              deleted.add(index);
            }
          } catch (ResponseException e) { // closed by an operator, say: the others go on
            trouble = JsonCalls.status(e) == NOT_FOUND ? trouble : refusal(e);
          }
        }
      }
    } catch (ResponseException e) {
      trouble = refusal(e);
    }
    if (trouble != null) {
      throw trouble;
    }
    return deleted;
  }

  /** Hands it over, or deletes it if it is due; whether it was deleted. */
  private boolean isOver(String index, boolean handsOver) throws IOException {
    Optional<Instant> last = lastLine(index);
    if (last.isEmpty()) {
      return false; // it was made just now, and nothing of it can be found yet
    }
    if (handsOver) {
      lifecycle.handOver(index, last.get());
      return false;
    }
    if (last.get().isAfter(clock.instant().minus(keep))) {
      return false;
    }
    calls.send(new Request("DELETE", "/" + index));
    LOG.info("{} is older than {} and was deleted", index, keep);
    return true;
  }

  private static IOException refusal(ResponseException e) {
    return new IOException(
        "Elasticsearch refuses: " + Remedy.added(JsonCalls.status(e), e.getMessage()), e);
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
    calls.send(request).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Optional<Instant> lastLine(String index) throws IOException {
    Request request = new Request("POST", "/" + index + "/_search");
    request.setJsonEntity(LAST_LINE);
    JsonNode last = calls.send(request).at("/aggregations/last/value");
    return last.isNumber() ? Optional.of(Instant.ofEpochMilli(last.asLong())) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
