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
import dev.kindling.shipper.delivery.Remedy;
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
 * An index of the archive through the official client: one document a record. Where records have
 * versions they are the documents' ({@code version_type=external}), so that states may come late
 * and twice.
 */
final class ElasticsearchArchive implements ArchiveStore {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchArchive.class);

  private final String index;
  private final RestClientTransport transport;
  private final ElasticsearchClient client;

  /**
   * @param index of the documents; the template of the same name is installed
   */
  ElasticsearchArchive(String index, SearchAccess access, Duration answerBound) {
    this.index = index;
    RestClient rest = SearchClient.of(access, answerBound);
    transport = new RestClientTransport(rest, new JacksonJsonpMapper());
    client = new ElasticsearchClient(transport);
  }

  @Override
  public void prepare() throws IOException {
    try (InputStream template = ElasticsearchArchive.class.getResourceAsStream(index + ".json")) {
      client.indices().putIndexTemplate(request -> request.name(index).withJson(template));
    } catch (ElasticsearchException e) {
      throw new IOException(
          "the template of " + index + " is refused: " + Remedy.added(e.status(), e.getMessage()),
          e);
    }
  }

  @Override
  public List<Refusal> store(List<ArchivedRecord> records) throws IOException {
    BulkRequest.Builder request = new BulkRequest.Builder().index(index);
    records.forEach(one -> request.operations(operation(one)));
    BulkResponse response;
    try {
      response = client.bulk(request.build());
    } catch (ElasticsearchException e) {
      throw new IOException(
          "Elasticsearch refuses to archive: " + Remedy.added(e.status(), e.getMessage()), e);
    }
    return refusals(response);
  }

  private static BulkOperation operation(ArchivedRecord one) {
    BinaryData body = BinaryData.of(Json.bytes(one.body()), ContentType.APPLICATION_JSON);
    if (one.version().isEmpty()) {
      return BulkOperation.of(
          operation -> operation.create(create -> create.id(one.id()).document(body)));
    }
    return BulkOperation.of(
        operation ->
            operation.index(
                index ->
                    index
                        .id(one.id())
                        .version(one.version().getAsLong())
                        .versionType(VersionType.External)
                        .document(body)));
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
                "Elasticsearch does not take "
                    + item.id()
                    + " now: "
                    + item.status()
                    + " "
                    + Remedy.added(item.status(), reason));
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
