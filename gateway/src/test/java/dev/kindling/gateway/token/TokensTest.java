package dev.kindling.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.access.Scope;
import dev.kindling.gateway.problem.ProblemException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private Instant now = NOW;
  private Issuer issuer;
  private RSAKey key;
  private Tokens tokens;

  @BeforeEach
  void open() throws Exception {
    issuer = new Issuer();
    key = issuer.rsa("one");
    tokens = tokens(issuer);
  }

  private Tokens tokens(Issuer of) {
    return new Tokens(
        vertx,
        new TokenConfig(
            of.uri(),
            "kindling",
            Set.of("RS256", "ES256"),
            Duration.ofSeconds(30),
            List.of("preferred_username", "sub"),
            "realm.roles",
            List.of(
                new TokenConfig.Grant("readers", Role.VIEWER, Scope.EVERYTHING),
                new TokenConfig.Grant("search", Role.ADMIN, new Scope(Map.of("team", "search"))),
                new TokenConfig.Grant("ops", Role.OPERATOR, Scope.EVERYTHING))),
        () -> now);
  }

  @AfterEach
  void close() throws Exception {
    issuer.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private JWTClaimsSet.Builder claims(String... roles) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.uri().toString())
        .audience(List.of("other", "kindling"))
        .subject("4711")
        .claim("preferred_username", "ada")
        .claim("realm", Map.of("roles", List.of(roles)))
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(300)));
  }

  @Test
  void goodTokenShouldNameItsCaller() throws Exception {
    // when
    Caller caller = admit(Issuer.sign(key, claims("readers", "unheard").build()));

    // then
    assertThat(caller)
        .isEqualTo(
            new Caller(
                "ada", Caller.By.TOKEN, Role.VIEWER, Scope.EVERYTHING, NOW.plusSeconds(300)));
  }

  @Test
  void highestOfSeveralRolesShouldCount() throws Exception {
    // when
    Caller caller = admit(Issuer.sign(key, claims("readers", "search", "ops").build()));

    // then
    assertThat(caller.role()).isEqualTo(Role.ADMIN);
    assertThat(caller.scope()).isEqualTo(new Scope(Map.of("team", "search")));
  }

  @Test
  void keysShouldRotateWithoutARestart() throws Exception {
    // given
    admit(Issuer.sign(key, claims("ops").build()));

    // when
    Caller caller = admit(Issuer.sign(issuer.ec("two"), claims("ops").build()));

    // then
    assertThat(caller.role()).isEqualTo(Role.OPERATOR);
  }

  @Test
  void tokenThatWasGoodShouldNotBeVerifiedForAMinuteNorBelievedBeyondItsEnd() throws Exception {
    // given
    String token = Issuer.sign(key, claims("ops").build());
    admit(token);

    // when, then
    now = NOW.plusSeconds(299);
    assertThat(admit(token).name()).isEqualTo("ada");
    now = NOW.plusSeconds(331);
    refused(token, 401, "Expired JWT");
  }

  @Test
  void clocksMayBeApartByTheSkew() throws Exception {
    // given
    String future =
        Issuer.sign(key, claims("ops").notBeforeTime(Date.from(NOW.plusSeconds(25))).build());
    String tooFar =
        Issuer.sign(key, claims("ops").notBeforeTime(Date.from(NOW.plusSeconds(35))).build());

    // when, then
    assertThat(admit(future).name()).isEqualTo("ada");
    refused(tooFar, 401, "before use");
  }

  @Test
  void tokensForOthersShouldBeRefused() throws Exception {
    refused(Issuer.sign(key, claims("ops").audience("other").build()), 401, "aud");
    refused(Issuer.sign(key, claims("ops").issuer("https://evil.example").build()), 401, "iss");
    refused(Issuer.sign(key, claims("ops").expirationTime(null).build()), 401, "exp");
  }

  @Test
  void callerWithoutARoleHereShouldBeForbidden() throws Exception {
    refused(Issuer.sign(key, claims("unheard").build()), 403, "ada has no role here");
  }

  @Test
  void signaturesOfStrangersShouldBeRefused() throws Exception {
    // given
    RSAKey stranger = Issuer.stranger("one");
    String good = Issuer.sign(key, claims("ops").build());
    String changed = good.substring(0, good.length() - 6) + "AAAAAA";

    // when, then
    refused(Issuer.sign(stranger, claims("ops").build()), 401, "signature");
    refused(changed, 401, "signature");
  }

  @Test
  void algorithmsThatWeDidNotChooseShouldBeRefused() throws Exception {
    // given a token signed with the public key as a shared secret, and one not signed at all
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims("ops").build());
    confused.sign(new MACSigner(key.toPublicJWK().toRSAKey().toPublicKey().getEncoded()));

    // when, then
    refused(confused.serialize(), 401, "signature");
    refused(new PlainJWT(claims("ops").build()).serialize(), 401, "");
    refused("not.a.token", 401, "neither an API key");
  }

  @Test
  void unknownKeysShouldNotMakeUsAskTheIssuerEachTime() throws Exception {
    // given
    admit(Issuer.sign(key, claims("ops").build()));
    RSAKey stranger = Issuer.stranger("x");

    // when
    for (int i = 0; i < 20; i++) {
      RSAKey renamed = new RSAKey.Builder(stranger).keyID("x" + i).build();
      String token = Issuer.sign(renamed, claims("ops").build());
      assertThatThrownBy(() -> admit(token)).isInstanceOf(ProblemException.class);
    }

    // then
    assertThat(issuer.keyReads.get()).isLessThan(10);
  }

  @Test
  void issuerThatIsAwayShouldBeA503() throws Exception {
    // given
    String token = Issuer.sign(key, claims("ops").build());
    Tokens late = tokens(issuer);
    issuer.close();

    // when, then
    assertThatThrownBy(() -> admit(late, token))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(503));
  }

  private void refused(String token, int status, String why) {
    assertThatThrownBy(() -> admit(token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(status);
              assertThat(e.problem().detail()).contains(why).doesNotContain(token);
            });
  }

  private Caller admit(String token) throws Exception {
    return admit(tokens, token);
  }

  private static Caller admit(Tokens tokens, String token) throws Exception {
    try {
      return tokens
          .admit(token)
          .toCompletionStage()
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw e;
    }
  }
}
