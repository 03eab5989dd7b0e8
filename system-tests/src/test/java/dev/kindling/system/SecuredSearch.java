package dev.kindling.system;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.parts.Elasticsearch;
import dev.kindling.stack.parts.SearchGuard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A real Elasticsearch behind TLS, with the users and roles that our documentation wants. */
final class SecuredSearch implements AutoCloseable {
  static final SearchGuard.User OPERATOR =
      new SearchGuard.User("operator", "operator-password", "superuser");
  static final SearchGuard.User SHIPPER =
      new SearchGuard.User("shipper", "shipper-password", "kindling_log_shipper");
  static final SearchGuard.User KEEPER =
      new SearchGuard.User("keeper", "keeper-password", "kindling_log_retention");
  static final SearchGuard.User GATEWAY =
      new SearchGuard.User("gateway", "gateway-password", "kindling_gateway");

  private final PortBook ports = new PortBook();
  private final TestKeys keys;
  private final SSLContext trust;
  private final Elasticsearch elasticsearch;

  SecuredSearch(Path folder) throws IOException, InterruptedException {
    keys = TestKeys.in(Files.createDirectories(folder.resolve("keys")));
    trust =
        read(Map.of(
                "KINDLING_ELASTICSEARCH_URL",
                "https://127.0.0.1",
                "KINDLING_ELASTICSEARCH_CA",
                keys.certificate().toString()))
            .trust()
            .orElseThrow();
    elasticsearch =
        new Elasticsearch(
            new Elasticsearch.Config(
                "secured-elasticsearch",
                Bundles.locate().elasticsearchHome(),
                folder.resolve("elasticsearch"),
                folder.resolve("logs"),
                ports.choose(0),
                ports.choose(0),
                512,
                Map.of(),
                List.of(),
                Optional.of(
                    new SearchGuard(
                        keys.store(),
                        trust,
                        List.of(OPERATOR, SHIPPER, KEEPER, GATEWAY),
                        Files.readString(Path.of("..", "docs", "elasticsearch-roles.yml"))))));
    elasticsearch.start();
  }

  /** The settings by which a service comes in as a user. */
  Map<String, String> settings(SearchGuard.User user) {
    return Map.of(
        "KINDLING_ELASTICSEARCH_URL", elasticsearch.url().toString(),
        "KINDLING_ELASTICSEARCH_CA", keys.certificate().toString(),
        "KINDLING_ELASTICSEARCH_USERNAME", user.name(),
        "KINDLING_ELASTICSEARCH_PASSWORD", user.password());
  }

  /** How a user comes in. */
  SearchAccess access(SearchGuard.User user) {
    return read(settings(user));
  }

  private static SearchAccess read(Map<String, String> settings) {
    return Settings.read(settings, given -> SearchAccess.from(given, SecretStore.from(given)));
  }

  /** The status of a request without a body, or with a document. */
  int status(SearchGuard.User user, String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = elasticsearch.url().resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", user.authorization())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newBuilder()
        .sslContext(trust)
        .build()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Override
  public void close() {
    elasticsearch.close();
    elasticsearch.forget();
    ports.close();
  }
}
