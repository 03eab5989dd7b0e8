package dev.kindling.shipper.index;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch.indices.SimulateIndexTemplateResponse;
import co.elastic.clients.elasticsearch.indices.simulate_template.Template;
import dev.kindling.shipper.document.IndexName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Installs the settings, the mapping and the template of the log indices, and then asks
 * Elasticsearch what a new index would get, since a template of somebody else with a higher
 * priority would win without a word. Safe to repeat, from any number of shippers.
 */
public final class IndexTemplates {
  private static final String TEMPLATE = "spark-logs";
  private static final String SETTINGS = "spark-logs@settings";
  private static final String MAPPINGS = "spark-logs@mappings";
  private static final String PROBE = IndexName.PREFIX + "2000.01.01";

  private final ElasticsearchAsyncClient client;

  public IndexTemplates(ElasticsearchAsyncClient client) {
    this.client = client;
  }

  /** Completes with what is wrong, empty when all is well; fails if a request fails. */
  public CompletableFuture<Optional<String>> install() {
    return component(SETTINGS, "settings.json")
        .thenCompose(done -> component(MAPPINGS, "mappings.json"))
        .thenCompose(
            done ->
                client
                    .indices()
                    .putIndexTemplate(
                        request -> request.name(TEMPLATE).withJson(resource("template.json"))))
        .thenCompose(done -> client.indices().simulateIndexTemplate(request -> request.name(PROBE)))
        .thenApply(IndexTemplates::verify);
  }

  private CompletableFuture<?> component(String name, String resource) {
    return client
        .cluster()
        .putComponentTemplate(request -> request.name(name).withJson(resource(resource)));
  }

  private static Optional<String> verify(SimulateIndexTemplateResponse simulated) {
    Template template = simulated.template();
    Property run = template.mappings().properties().get("run");
    boolean mapped =
        run != null
            && run.isObject()
            && run.object().properties().get("id") != null
            && run.object().properties().get("id").isKeyword();
    if (mapped && template.aliases().containsKey(IndexName.ALIAS)) {
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
