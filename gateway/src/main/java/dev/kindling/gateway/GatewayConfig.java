package dev.kindling.gateway;

import dev.kindling.gateway.apikey.ApiKeys;
import dev.kindling.gateway.artifact.ArtifactHandlers;
import dev.kindling.gateway.artifact.S3Place;
import dev.kindling.gateway.http.TlsFiles;
import dev.kindling.gateway.run.RunPlaces;
import dev.kindling.gateway.token.TokenConfig;
import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.kit.config.Settings;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the gateway.
 *
 * @param common those that every service has
 * @param host where the API listens
 * @param port 0 for any
 * @param loops event loops that serve connections
 * @param elasticsearch where log lines are found
 * @param secrets where the passwords of other Kafka clusters are
 * @param open whether everybody on this machine is let in as an admin
 * @param adminKey a key that is an admin for everything; empty for none
 * @param tokens of an identity provider; empty for none
 * @param requestsPerSecond of each caller; 0 for no limit
 * @param tls certificate and key; empty for plain HTTP
 * @param artifacts where uploaded files are kept
 * @param sparkMasters the masters' web UIs; empty if nobody told
 * @param places where people see more of a run
 */
record GatewayConfig(
    CommonConfig common,
    String host,
    int port,
    int loops,
    SearchAccess elasticsearch,
    SecretStore secrets,
    boolean open,
    Optional<String> adminKey,
    Optional<TokenConfig> tokens,
    int requestsPerSecond,
    Optional<TlsFiles> tls,
    Artifacts artifacts,
    List<URI> sparkMasters,
    RunPlaces places) {
  private static final int DEFAULT_PORT = 8480;
  private static final int MOST_LOOPS = 256;
  private static final int MOST_PER_SECOND = 1_000_000;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  static GatewayConfig from(Settings settings, String generatedInstance) {
    String host = settings.text("KINDLING_GATEWAY_HOST", "127.0.0.1");
    SecretStore secrets = SecretStore.from(settings);
    List<URI> sparkMasters = settings.urls("KINDLING_SPARK_UI");
    return new GatewayConfig(
        CommonConfig.from(settings, generatedInstance),
        host,
        settings.port("KINDLING_GATEWAY_PORT", DEFAULT_PORT),
        settings.integer(
            "KINDLING_GATEWAY_LOOPS", Runtime.getRuntime().availableProcessors(), 1, MOST_LOOPS),
        SearchAccess.from(settings, secrets),
        secrets,
        open(settings, host),
        adminKey(settings, secrets),
        TokenConfig.from(settings),
        settings.integer("KINDLING_GATEWAY_REQUESTS_PER_SECOND", 200, 0, MOST_PER_SECOND),
        tls(settings),
        artifacts(settings, secrets),
        sparkMasters,
        RunPlaces.from(settings, sparkMasters.stream().findFirst()));
  }

  /**
   * Where uploaded files are kept.
   *
   * @param folder of the files; with a bucket only of those on their way there
   * @param bucket instead of the folder; empty for none
   * @param links by which Spark fetches them; empty without a key
   */
  record Artifacts(
      Path folder,
      Optional<S3Place> bucket,
      Optional<ArtifactLinks> links,
      ArtifactHandlers.Limits limits) {}

  private static Artifacts artifacts(Settings settings, SecretStore secrets) {
    String key = "KINDLING_ARTIFACTS_KEY";
    Optional<S3Place> bucket = S3Place.from(settings, secrets);
    return new Artifacts(
        Path.of(settings.text("KINDLING_ARTIFACTS_DIR", "artifacts")),
        bucket,
        secrets.setting(settings, key).flatMap(text -> ArtifactLinks.of(settings, key, text)),
        new ArtifactHandlers.Limits(
            settings.integer(
                    "KINDLING_ARTIFACTS_MOST_MIB",
                    1_024,
                    1,
                    bucket.isPresent() ? S3Place.MOST_MIB : 100_000)
                * 1024L
                * 1024,
            settings.duration("KINDLING_ARTIFACTS_GRACE", Duration.ofDays(7))));
  }

  private static boolean open(Settings settings, String host) {
    String access = settings.text("KINDLING_GATEWAY_ACCESS", "guarded");
    if (!Set.of("guarded", "open").contains(access)) {
      settings.problem(
          "KINDLING_GATEWAY_ACCESS", "is \"" + access + "\"; it must be guarded or open.");
    }
    boolean open = access.equals("open");
    if (open && !LOOPBACK.contains(host)) {
      settings.problem(
          "KINDLING_GATEWAY_ACCESS",
          "is open, and KINDLING_GATEWAY_HOST is "
              + host
              + ": an open gateway makes everybody who reaches it an admin, so it must listen on"
              + " 127.0.0.1.");
    }
    return open;
  }

  private static Optional<String> adminKey(Settings settings, SecretStore secrets) {
    String setting = "KINDLING_GATEWAY_ADMIN_KEY";
    Optional<String> given = secrets.setting(settings, setting);
    if (given.isPresent() && !ApiKeys.isKey(given.get())) {
      settings.problem(
          setting,
          "is no API key: it must be kdl_NAME_ and 64 hexadecimal digits, which"
              + " \"openssl rand -hex 32\" makes.");
    }
    return given.filter(ApiKeys::isKey);
  }

  private static Optional<TlsFiles> tls(Settings settings) {
    Optional<String> certificate = settings.optional("KINDLING_GATEWAY_TLS_CERTIFICATE");
    Optional<String> key = settings.optional("KINDLING_GATEWAY_TLS_KEY");
    if (certificate.isPresent() != key.isPresent()) {
      settings.problem(
          certificate.isPresent() ? "KINDLING_GATEWAY_TLS_KEY" : "KINDLING_GATEWAY_TLS_CERTIFICATE",
          "is missing: TLS takes both, as PEM files.");
    }
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(new TlsFiles(Path.of(certificate.get()), Path.of(key.get())))
        : Optional.empty();
  }
}
