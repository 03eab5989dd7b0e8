package dev.kindling.gateway.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The keys that an issuer signs with: found by OpenID Connect Discovery 1.0 §4, kept, and read
 * again when a token names one that we do not know (key rotation), but not for each such token.
 * Blocking; thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 3_000;
  private static final int MOST_BYTES = 512 * 1024;
  private static final long CACHED_MILLIS = 5 * 60_000L;
  private static final long BETWEEN_READS_MILLIS = 10_000;

  /** While the issuer is away its keys of before go on. */
  private static final long OUTAGE_MILLIS = 4 * 60 * 60_000L;

  private final URI issuer;
  private final DefaultResourceRetriever http =
      new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES);
  private JWKSource<SecurityContext> keys;
  private long failedAt = System.nanoTime() - BETWEEN_READS_MILLIS * 2_000_000L;

  IssuerKeys(URI issuer) {
    this.issuer = issuer;
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    return source().get(selector, context);
  }

  private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
    if (keys == null && System.nanoTime() - failedAt < BETWEEN_READS_MILLIS * 1_000_000L) {
      throw new KeySourceException(issuer + " did not tell where its keys are a moment ago");
    }
    if (keys == null) {
      failedAt = System.nanoTime();
      keys =
          JWKSourceBuilder.create(discovered(), http)
              .cache(CACHED_MILLIS, READ_MILLIS * 2L)
              .rateLimited(BETWEEN_READS_MILLIS)
              .retrying(true)
              .outageTolerant(OUTAGE_MILLIS)
              .build();
    }
    return keys;
  }

  private URL discovered() throws KeySourceException {
    String base = issuer.toString().replaceFirst("/$", "");
    try {
      URL where = URI.create(base + "/.well-known/openid-configuration").toURL();
      JsonNode metadata =
          Json.tree(http.retrieveResource(where).getContent().getBytes(StandardCharsets.UTF_8));
      String says = metadata.path("issuer").asText();
      if (!says.equals(issuer.toString())) {
        throw new KeySourceException(
            where + " says that it is " + says + ", and not the issuer " + issuer);
      }
      return URI.create(metadata.path("jwks_uri").asText()).toURL();
    } catch (MalformedURLException | IllegalArgumentException | UncheckedIOException e) {
      throw new KeySourceException(issuer + " does not tell where its keys are", e);
    } catch (IOException e) {
      throw new KeySourceException(issuer + " does not answer", e);
    }
  }
}
