package dev.kindling.kit.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.secret.SecretStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How to get to Elasticsearch: where it is, who we are there, and whom we trust.
 *
 * @param url the root of its HTTP interface
 * @param authorization the header of every request; empty without security
 * @param trust for an authority that the JDK does not know; empty for the JDK's own
 */
public record SearchAccess(URI url, Optional<String> authorization, Optional<SSLContext> trust) {
  private static final String URL = "KINDLING_ELASTICSEARCH_URL";
  private static final String USERNAME = "KINDLING_ELASTICSEARCH_USERNAME";
  private static final String PASSWORD = "KINDLING_ELASTICSEARCH_PASSWORD";
  private static final String API_KEY = "KINDLING_ELASTICSEARCH_API_KEY";
  private static final String CA = "KINDLING_ELASTICSEARCH_CA";

  /** An Elasticsearch without security. */
  public static SearchAccess open(URI url) {
    return new SearchAccess(url, Optional.empty(), Optional.empty());
  }

  /**
   * Reads the settings; what is wrong with them is told as problems. Blocking: it may read files.
   */
  public static SearchAccess from(Settings settings, SecretStore secrets) {
    URI url = settings.url(URL, "the URL of Elasticsearch, http://host:9200");
    if (url.getUserInfo() != null) {
      settings.problem(
          URL,
          "has a name in it; names and passwords belong into "
              + USERNAME
              + " and "
              + PASSWORD
              + ".");
    }
    return new SearchAccess(
        url,
        authorization(settings, secrets),
        settings.optional(CA).flatMap(file -> trusting(settings, url, file)));
  }

  private static Optional<String> authorization(Settings settings, SecretStore secrets) {
    Optional<String> user = settings.optional(USERNAME);
    Optional<String> password = secrets.setting(settings, PASSWORD);
    Optional<String> apiKey = secrets.setting(settings, API_KEY);
    if (apiKey.isPresent() && user.isPresent()) {
      settings.problem(API_KEY, "is set beside " + USERNAME + "; Elasticsearch takes one of them.");
    }
    if (user.isPresent() != password.isPresent()) {
      settings.problem(
          user.isPresent() ? PASSWORD : USERNAME,
          "is missing; " + USERNAME + " and " + PASSWORD + " belong together.");
      return Optional.empty();
    }
    return apiKey
        .map(key -> "ApiKey " + encoded(key))
        .or(() -> user.map(name -> "Basic " + base64(name + ":" + password.orElse(""))));
  }

  /** Elasticsearch hands a key out as {@code id:key} and, encoded, as {@code encoded}. */
  private static String encoded(String apiKey) {
    return apiKey.contains(":") ? base64(apiKey) : apiKey;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static Optional<SSLContext> trusting(Settings settings, URI url, String file) {
    if (!"https".equals(url.getScheme())) {
      settings.problem(CA, "is set, but " + URL + " is not https.");
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        authorities.setCertificateEntry("ca-" + authorities.size(), one);
      }
      if (authorities.size() == 0) {
        settings.problem(CA, "has " + file + ", in which there is no certificate; it must be PEM.");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      settings.problem(
          CA, "has " + file + ", which cannot be read as PEM certificates: " + e + ".");
      return Optional.empty();
    }
  }

  /** Never with what authorizes. */
  @Override
  public String toString() {
    return url.toString();
  }
}
