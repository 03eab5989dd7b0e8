package dev.kindling.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Says whose token a text is (RFC 7519, with the rules of RFC 8725: the algorithms and the issuer
 * are ours to choose, never the token's). A token that was found good is believed for a minute, or
 * to its end if that comes first, without looking at its signature again. Thread-safe; verifies on
 * worker threads.
 */
public final class Tokens {
  private static final Duration BELIEVED = Duration.ofMinutes(1);
  private static final int MOST_BELIEVED = 10_000;
  private static final int WORKERS = 4;
  private static final int LONGEST = 16 * 1024;

  /** An issuer that does not answer must not hold up what else needs workers. */
  private final WorkerExecutor workers;

  private final TokenConfig config;
  private final InstantSource clock;
  private final JWTProcessor<SecurityContext> processor;
  private final Map<String, Believed> believed = new ConcurrentHashMap<>();

  private record Believed(Caller caller, Instant until) {}

  public Tokens(Vertx vertx, TokenConfig config, InstantSource clock) {
    this.workers = vertx.createSharedWorkerExecutor("tokens", WORKERS);
    this.config = config;
    this.clock = clock;
    DefaultJWTProcessor<SecurityContext> verifying = new DefaultJWTProcessor<>();
    // RFC 9068 access tokens, and those of providers that do not follow it.
    verifying.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
    verifying.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
            new IssuerKeys(config.issuer())));
    verifying.setJWTClaimsSetVerifier(new Claims(config, clock));
    this.processor = verifying;
  }

  /** Whose token it is; fails with the problem 401 if it is not good, 503 if nobody can say. */
  public Future<Caller> admit(String token) {
    Instant now = clock.instant();
    Believed known = believed.get(token);
    if (known != null && now.isBefore(known.until())) {
      return Future.succeededFuture(known.caller());
    }
    if (token.length() > LONGEST) {
      return Future.failedFuture(Problems.unauthorized("The token is too long."));
    }
    return workers.executeBlocking(() -> verify(token, now), false);
  }

  private Caller verify(String token, Instant now) {
    JWTClaimsSet claims;
    try {
      claims = processor.process(token, null);
    } catch (RateLimitReachedException e) {
      // Of a key that nobody knows, again: the issuer is not asked each time.
      throw Problems.unauthorized("The token's signature is not good.");
    } catch (KeySourceException e) {
      throw Problems.unavailable("The identity provider does not tell its keys.", e);
    } catch (ParseException e) {
      throw Problems.unauthorized("This is neither an API key of Kindling nor a token.");
    } catch (BadJWTException e) {
      throw Problems.unauthorized("The token is not good here: " + e.getMessage() + ".");
    } catch (BadJOSEException | JOSEException e) {
      // It would tell an attacker which keys and algorithms to try.
      throw Problems.unauthorized("The token's signature is not good.");
    }
    Caller caller = caller(claims);
    believe(token, caller, now);
    return caller;
  }

  private void believe(String token, Caller caller, Instant now) {
    if (believed.size() >= MOST_BELIEVED) {
      believed.clear();
    }
    Instant until = now.plus(BELIEVED);
    believed.put(
        token,
        new Believed(caller, until.isBefore(caller.expiresAt()) ? until : caller.expiresAt()));
  }

  private Caller caller(JWTClaimsSet claims) {
    String name =
        config.nameClaims().stream()
            .map(claims::getClaim)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .findFirst()
            .orElseThrow(
                () ->
                    Problems.unauthorized(
                        "The token has no name: it needs one of the claims "
                            + String.join(", ", config.nameClaims())
                            + "."));
    Set<String> claimed = claimed(claims);
    TokenConfig.Grant grant =
        best(claimed)
            .orElseThrow(
                () ->
                    Problems.forbidden(
                        name
                            + " has no role here: none of "
                            + config.roleClaim()
                            + " in the token is in KINDLING_OIDC_ROLES."));
    return new Caller(
        name, Caller.By.TOKEN, grant.role(), grant.scope(), claims.getExpirationTime().toInstant());
  }

  /** The one that allows most: the highest role, and of these the one for everything. */
  private Optional<TokenConfig.Grant> best(Set<String> claimed) {
    return config.grants().stream()
        .filter(grant -> claimed.contains(grant.claimed()))
        .max(
            Comparator.comparing(TokenConfig.Grant::role)
                .thenComparing(grant -> grant.scope().isEverything()));
  }

  private Set<String> claimed(JWTClaimsSet claims) {
    Object value = claims.getClaims();
    for (String step : config.roleClaim().split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    if (value instanceof String text) {
      // As "scope" has them, RFC 8693 §4.2.
      return Set.of(text.split(" "));
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.toSet())
        : Set.of();
  }

  /** The issuer's, for us, and at this time. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource clock;

    Claims(TokenConfig config, InstantSource clock) {
      super(
          Set.of(config.audience()),
          new JWTClaimsSet.Builder().issuer(config.issuer().toString()).build(),
          Set.of("exp"),
          Set.of());
      this.clock = clock;
      setMaxClockSkew((int) config.skew().toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
