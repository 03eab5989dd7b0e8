package dev.kindling.shipper.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.shipper.delivery.Remedy;
import dev.kindling.shipper.document.IndexName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
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
 * without a day in their name, such as the dead letters, are never touched.
 *
 * <p>Blocks; one call at a time.
 */
public final class LogRetention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);
  private static final int NOT_FOUND = 404;

  private final RestClient client;
  private final Duration keep;
  private final ZoneId zone;
  private final InstantSource clock;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param client closed with this
   * @param keep how long after its end a day's index stays; at least a day
   * @param zone in which the indices' days are
   */
  public LogRetention(RestClient client, Duration keep, ZoneId zone, InstantSource clock) {
    this.client = client;
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

  private List<String> due(List<String> names) {
    LocalDate firstKept = LocalDate.ofInstant(clock.instant().minus(keep), zone);
    return names.stream()
        .filter(name -> IndexName.day(name).filter(day -> day.isBefore(firstKept)).isPresent())
        .sorted()
        .toList();
  }

  private static IOException refusal(ResponseException e) {
    return new IOException(
        "Elasticsearch refuses: " + e.getMessage() + Remedy.of(status(e), e.getMessage()), e);
  }

  private static int status(ResponseException e) {
    return e.getResponse().getStatusLine().getStatusCode();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
