package dev.kindling.gateway.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/**
 * Elasticsearch by its low-level REST client: the few requests that the gateway makes need no model
 * of the whole API. Answers come on the caller's context.
 */
public final class Elasticsearch implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;
  private static final int ANSWER_MS = 10_000;

  private final Vertx vertx;
  private final RestClient client;

  public Elasticsearch(Vertx vertx, SearchAccess access) {
    this.vertx = vertx;
    RestClientBuilder builder =
        RestClient.builder(HttpHost.create(access.url().toString()))
            .setCompressionEnabled(true)
            .setRequestConfigCallback(
                config -> config.setConnectTimeout(CONNECT_MS).setSocketTimeout(ANSWER_MS));
    access
        .authorization()
        .map(value -> new BasicHeader(HttpHeaders.AUTHORIZATION, value))
        .ifPresent(header -> builder.setDefaultHeaders(new Header[] {header}));
    access
        .trust()
        .ifPresent(trust -> builder.setHttpClientConfigCallback(http -> http.setSSLContext(trust)));
    this.client = builder.build();
  }

  /** Sends a request; fails with a {@link ResponseException} where the answer is not 2xx. */
  public Future<JsonNode> send(Request request) {
    CompletableFuture<JsonNode> answered = new CompletableFuture<>();
    client.performRequestAsync(
        request,
        new ResponseListener() {
          @Override
          public void onSuccess(Response response) {
            try {
              answered.complete(Json.tree(EntityUtils.toByteArray(response.getEntity())));
            } catch (IOException | UncheckedIOException e) {
              answered.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(Exception failure) {
            answered.completeExceptionally(failure);
          }
        });
    return Future.fromCompletionStage(answered, vertx.getOrCreateContext());
  }

  /** The status of a refusal; 0 of any other failure. */
  public static int status(Throwable failure) {
    return failure instanceof ResponseException refused
        ? refused.getResponse().getStatusLine().getStatusCode()
        : 0;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
