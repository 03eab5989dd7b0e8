package dev.kindling.shipper.index;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.shipper.document.LogFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the settings, the mapping and the template of the log indices, and then asks
 * Elasticsearch what a new index would get, since a template of somebody else with a higher
 * priority would win without a word. Safe to repeat, from any number of shippers: one of an older
 * version leaves the templates of a newer one as they are, so that an upgrade machine by machine
 * never takes a field away again.
 */
public final class IndexTemplates {
  private static final Logger LOG = LoggerFactory.getLogger(IndexTemplates.class);

  /** As in the files; raised with every change of one of them. */
  static final int VERSION = 4;

  private static final List<Map.Entry<String, String>> COMPONENTS =
      List.of(
          Map.entry("spark-logs@settings", "settings.json"),
          Map.entry("spark-logs@mappings", "mappings.json"),
          Map.entry("kindling-logs@mappings", "services-mappings.json"));
  private static final List<Map.Entry<LogFamily, String>> TEMPLATES =
      List.of(
          Map.entry(LogFamily.SPARK, "template.json"),
          Map.entry(LogFamily.SERVICES, "services-template.json"));
  private static final LocalDate PROBED = LocalDate.of(2000, 1, 1);

  private static final CompletableFuture<Object> DONE = CompletableFuture.completedFuture(true);

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
        .thenCompose(version -> version > VERSION ? DONE : put())
        .thenCompose(done -> verified(LogFamily.SERVICES))
        .thenCompose(
            trouble -> { // which is no reason to keep the logs of runs back
              trouble.ifPresent(LOG::warn);
              return verified(LogFamily.SPARK);
            });
  }

  /** One after the other: a template may name no component that is not there yet. */
  private CompletableFuture<Object> put() {
    CompletableFuture<Object> done = DONE;
    for (Map.Entry<String, String> component : COMPONENTS) {
      done =
          done.thenCompose(
              before ->
                  client
                      .cluster()
                      .putComponentTemplate(
                          request ->
                              request
                                  .name(component.getKey())
                                  .withJson(resource(component.getValue())))
                      .thenApply(answer -> answer));
    }
    for (Map.Entry<LogFamily, String> template : TEMPLATES) {
      done =
          done.thenCompose(
              before ->
                  client
                      .indices()
                      .putIndexTemplate(
                          request ->
                              request
                                  .name(template.getKey().alias())
                                  .withJson(resource(template.getValue())))
                      .thenApply(answer -> answer));
    }
    return done;
  }

  /** 0 if there is none. */
  private CompletableFuture<Integer> installedVersion() {
    Request request = new Request("GET", "/_index_template/" + LogFamily.SPARK.alias());
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

  private CompletableFuture<Optional<String>> verified(LogFamily family) {
    return send(new Request("POST", "/_index_template/_simulate_index/" + family.index(PROBED)))
        .thenApply(simulated -> verify(family, simulated));
  }

  private static Optional<String> verify(LogFamily family, JsonNode simulated) {
    JsonNode template = simulated.path("template");
    String runId = template.at("/mappings/properties/run/properties/id/type").asText();
    if (runId.equals("keyword") && template.path("aliases").has(family.alias())) {
      return Optional.empty();
    }
    return Optional.of(
        "another index template with a higher priority covers "
            + family.prefix()
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
