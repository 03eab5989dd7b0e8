package dev.kindling.shipper.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.delivery.Remedy;
import dev.kindling.shipper.document.IndexName;
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
 * Deletes the daily log indices whose day is over for longer than they are to be kept. Works on
 * every Elasticsearch, with or without ILM; any number of shippers may do it at once. Indices
 * without a day in their name, such as the dead letters, are never touched, nor is one that got a
 * line lately: its day is that of an application's start, and the application may run on.
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
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param access to the cluster
   * @param answerBound how long a request waits for its answer
   * @param keep how long after its end a day's index stays; at least a day
   * @param zone in which the indices' days are
   */
  public LogRetention(
      SearchAccess access, Duration answerBound, Duration keep, ZoneId zone, InstantSource clock) {
    this.client = SearchClient.of(access, answerBound);
    this.keep = keep;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * Deletes what is due.
   *
   * @return the indices that were deleted
   * @throws IOException if Elasticsearch does not answer, or refuses; the next call tries again
   */
  public List<String> sweep() throws IOException {
    List<String> deleted = new ArrayList<>();
    for (String index : due(names())) {
      try {
        if (isStillWritten(index)) {
          continue;
        }
        client.performRequest(new Request("DELETE", "/" + index));
        LOG.info("{} is older than {} and was deleted", index, keep);
        deleted.add(index);
      } catch (ResponseException e) {
        if (status(e) != NOT_FOUND) { // another shipper was faster
          throw refusal(e);
        }
      }
    }
    return deleted;
  }

  private List<String> names() throws IOException {
    Request request = new Request("GET", "/" + IndexName.PREFIX + "*");
    request.addParameter("filter_path", "*.aliases");
    List<String> names = new ArrayList<>();
    try {
      Response answer = client.performRequest(request);
      try (InputStream body = answer.getEntity().getContent()) {
        JsonNode indices = mapper.readTree(body);
        indices.fieldNames().forEachRemaining(names::add);
      }
    } catch (ResponseException e) {
      throw refusal(e);
    }
    return names;
  }

  private boolean isStillWritten(String index) throws IOException {
    Request request = new Request("POST", "/" + index + "/_search");
    request.setJsonEntity(LAST_LINE);
    try (InputStream body = client.performRequest(request).getEntity().getContent()) {
      long last = mapper.readTree(body).at("/aggregations/last/value").asLong();
      return Instant.ofEpochMilli(last).isAfter(clock.instant().minus(keep));
    }
  }

  private List<String> due(List<String> names) {
    LocalDate firstKept = LocalDate.ofInstant(clock.instant().minus(keep), zone);
    return names.stream()
        .filter(name -> IndexName.day(name).filter(day -> day.isBefore(firstKept)).isPresent())
        .sorted()
        .toList();
  }

  private static IOException refusal(ResponseException e) {
    return new IOException("Elasticsearch refuses: " + Remedy.added(status(e), e.getMessage()), e);
  }

  private static int status(ResponseException e) {
    return e.getResponse().getStatusLine().getStatusCode();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
