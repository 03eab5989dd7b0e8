package dev.kindling.shipper.index;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.delivery.BulkOutcome;
import dev.kindling.shipper.delivery.Remedy;
import dev.kindling.shipper.delivery.SearchStore;
import dev.kindling.shipper.document.LogDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elasticsearch through its official client's {@code bulk}. Documents go over the wire as they were
 * built. Callbacks come on the client's I/O threads.
 */
public final class ElasticsearchStore implements SearchStore {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchStore.class);
  private static final int REASON_LENGTH = 500;

  private final RestClientTransport transport;
  private final IndexTemplates templates;

  /**
   * @param access to the cluster
   * @param answerBound how long to wait for an answer before the request is sent again
   */
  public ElasticsearchStore(SearchAccess access, Duration answerBound) {
    RestClient rest = SearchClient.of(access, answerBound);
    this.transport = new RestClientTransport(rest, new JacksonJsonpMapper());
    this.templates = new IndexTemplates(new ElasticsearchAsyncClient(transport), rest);
  }

  @Override
  public void prepare(Consumer<Optional<String>> done) {
    templates
        .install()
        .whenComplete(
            (trouble, failure) ->
                done.accept(failure == null ? trouble : Optional.of(describe(outcomeOf(failure)))));
  }

  @Override
  public void bulk(List<LogDocument> batch, Consumer<BulkOutcome> done) {
    transport
        .performRequestAsync(BulkCall.body(batch), BulkCall.ENDPOINT, null)
        .whenComplete(
            (items, failure) ->
                done.accept(
                    failure == null ? new BulkOutcome.Answered(items) : outcomeOf(failure)));
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      LOG.warn("the connection to Elasticsearch could not be closed", e);
    }
  }

  private static BulkOutcome outcomeOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ElasticsearchException refused) {
      return new BulkOutcome.Refused(
          refused.status(), shorten(String.valueOf(refused.getMessage())));
    }
    if (cause instanceof TransportException transport && transport.response() != null) {
      int status = transport.response().statusCode();
      return status < 300
          ? new BulkOutcome.Unreachable(shorten(String.valueOf(transport.getMessage())))
          : new BulkOutcome.Refused(status, shorten(String.valueOf(transport.getMessage())));
    }
    if (cause instanceof ResponseException response) {
      int status = response.getResponse().getStatusLine().getStatusCode();
      return new BulkOutcome.Refused(status, shorten(String.valueOf(response.getMessage())));
    }
    return new BulkOutcome.Unreachable(shorten(cause.toString()));
  }

  private static String describe(BulkOutcome outcome) {
    if (outcome instanceof BulkOutcome.Refused refused) {
      return "the index templates cannot be installed: "
          + refused.status()
          + " "
          + Remedy.added(refused.status(), refused.reason());
    }
    return outcome instanceof BulkOutcome.Unreachable unreachable
        ? "Elasticsearch does not answer: " + unreachable.reason()
        : outcome.toString();
  }

  /** A reason may quote the whole document. */
  static String shorten(String text) {
    return text.length() <= REASON_LENGTH ? text : text.substring(0, REASON_LENGTH);
  }
}
