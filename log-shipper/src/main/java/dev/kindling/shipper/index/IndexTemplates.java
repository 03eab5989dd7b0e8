package dev.kindling.shipper.index;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.indices.PutIndexTemplateResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.shipper.document.IndexName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;

/**
 * Installs the settings, the mapping and the template of the log indices, and then asks
 * Elasticsearch what a new index would get, since a template of somebody else with a higher
 * priority would win without a word. Safe to repeat, from any number of shippers: one of an older
 * version leaves the templates of a newer one as they are, so that an upgrade machine by machine
 * never takes a field away again.
 */
public final class IndexTemplates {
  private static final String TEMPLATE = "spark-logs";
  private static final String SETTINGS = "spark-logs@settings";
  private static final String MAPPINGS = "spark-logs@mappings";

  /** As in the three files; raised with every change of one of them. */
  static final int VERSION = 2;

  private static final String PROBE = IndexName.PREFIX + "2000.01.01";

  private static final String SIMULATE = "/_index_template/_simulate_index/" + PROBE;

  private final ElasticsearchAsyncClient client;
  private final RestClient rest;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param rest for the simulation, whose request the typed client of 8.19 cannot build without a
   *     template in it
   */
  public IndexTemplates(ElasticsearchAsyncClient client, RestClient rest) {
    this.client = client;
    this.rest = rest;
  }

  /** Completes with what is wrong, empty when all is well; fails if a request fails. */
  public CompletableFuture<Optional<String>> install() {
    return installedVersion()
        .thenCompose(version -> version > VERSION ? CompletableFuture.completedFuture(true) : put())
        .thenCompose(done -> send(new Request("POST", SIMULATE)))
        .thenApply(IndexTemplates::verify);
  }

  private CompletableFuture<Boolean> put() {
    return component(SETTINGS, "settings.json")
        .thenCompose(done -> component(MAPPINGS, "mappings.json"))
        .thenCompose(
            done ->
                client
                    .indices()
                    .putIndexTemplate(
                        request -> request.name(TEMPLATE).withJson(resource("template.json"))))
        .thenApply(PutIndexTemplateResponse::acknowledged);
  }

  /** 0 if there is none. */
  private CompletableFuture<Integer> installedVersion() {
    Request request = new Request("GET", "/_index_template/" + TEMPLATE);
    request.addParameter("ignore", "404");
    return send(request)
        .thenApply(found -> found.at("/index_templates/0/index_template/version").asInt());
  }

  private CompletableFuture<JsonNode> send(Request request) {
    CompletableFuture<JsonNode> answered = new CompletableFuture<>();
    rest.performRequestAsync(
        request,
        new ResponseListener() {
          @Override
          public void onSuccess(Response response) {
            try (InputStream body = response.getEntity().getContent()) {
              answered.complete(mapper.readTree(body));
            } catch (IOException e) {
              answered.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(Exception failure) {
            answered.completeExceptionally(failure);
          }
        });
    return answered;
  }

  private CompletableFuture<?> component(String name, String resource) {
    return client
        .cluster()
        .putComponentTemplate(request -> request.name(name).withJson(resource(resource)));
  }

  private static Optional<String> verify(JsonNode simulated) {
    JsonNode template = simulated.path("template");
    String runId = template.at("/mappings/properties/run/properties/id/type").asText();
    if (runId.equals("keyword") && template.path("aliases").has(IndexName.ALIAS)) {
      return Optional.empty();
    }
    return Optional.of(
        "another index template with a higher priority covers "
            + IndexName.PREFIX
            + "*: remove it, or give it a priority below 500");
  }

  private static InputStream resource(String name) {
    try (InputStream in = IndexTemplates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new ByteArrayInputStream(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
