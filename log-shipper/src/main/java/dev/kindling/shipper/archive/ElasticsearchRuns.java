package dev.kindling.shipper.archive;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.model.json.Json;
import dev.kindling.shipper.delivery.ItemResult;
import dev.kindling.shipper.delivery.Verdict;
import dev.kindling.shipper.index.SearchClient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index {@code kindling-runs} through the official client: one document a run, whose version is
 * that of the run ({@code version_type=external}), so that states may come late and twice.
 */
final class ElasticsearchRuns implements RunStore {
  static final String INDEX = "kindling-runs";

  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchRuns.class);

  private final RestClientTransport transport;
  private final ElasticsearchClient client;

  ElasticsearchRuns(SearchAccess access, Duration answerBound) {
    RestClient rest = SearchClient.of(access, answerBound);
    transport = new RestClientTransport(rest, new JacksonJsonpMapper());
    client = new ElasticsearchClient(transport);
  }

  @Override
  public void prepare() throws IOException {
    try (InputStream template = ElasticsearchRuns.class.getResourceAsStream("template.json")) {
      client.indices().putIndexTemplate(request -> request.name(INDEX).withJson(template));
    } catch (ElasticsearchException e) {
      throw new IOException("the template of " + INDEX + " is refused: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Refusal> store(List<RunRecord> records) throws IOException {
    BulkRequest.Builder request = new BulkRequest.Builder().index(INDEX);
    for (RunRecord one : records) {
      BinaryData body = BinaryData.of(Json.bytes(one.body()), ContentType.APPLICATION_JSON);
      request.operations(
          BulkOperation.of(
              operation ->
                  operation.index(
                      index ->
                          index
                              .id(one.id())
                              .version(one.version())
                              .versionType(VersionType.External)
                              .document(body))));
    }
    BulkResponse response;
    try {
      response = client.bulk(request.build());
    } catch (ElasticsearchException e) {
      throw new IOException("Elasticsearch refuses runs: " + e.getMessage(), e);
    }
    return refusals(response);
  }

  private static List<Refusal> refusals(BulkResponse response) throws IOException {
    List<Refusal> refused = new ArrayList<>();
    for (BulkResponseItem item : response.items()) {
      String type = item.error() == null ? null : item.error().type();
      String reason = item.error() == null ? null : item.error().reason();
      // 409 is a newer state, or the same one again: as good as stored.
      switch (Verdict.of(new ItemResult(item.status(), type, reason))) {
        case ARRIVED, DUPLICATE -> {}
        case RETRY ->
            throw new IOException(
                "Elasticsearch does not take run "
                    + item.id()
                    + " now: "
                    + item.status()
                    + " "
                    + reason);
        case REFUSED -> refused.add(new Refusal(item.id(), type + ": " + reason));
      }
    }
    return refused;
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      LOG.debug("the connection to Elasticsearch did not close cleanly", e);
    }
  }
}
