package dev.kindling.gateway.apikey;

import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.access.Scope;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Says whose key a text is. Every gateway knows every key from the table, so that a revoked one
 * ends everywhere as soon as the record is read. Thread-safe; never blocks.
 *
 * <p>Whatever is wrong with a key that we do not know, the answer is the same; of one that we know,
 * its owner learns that it has expired.
 */
public final class ApiKeys {
  private final DefinitionView<ApiKeyDefinition> keys;
  private final Optional<First> first;
  private final KeyUses uses;
  private final InstantSource clock;

  /**
   * @param first the text of a key of the settings, which is an admin for everything: the one that
   *     makes the others; empty for none
   */
  public ApiKeys(
      DefinitionView<ApiKeyDefinition> keys,
      Optional<String> first,
      KeyUses uses,
      InstantSource clock) {
    this.keys = keys;
    this.first = first.flatMap(KeyText::parse).map(key -> new First(key.name(), key.hash()));
    this.uses = uses;
    this.clock = clock;
  }

  /** The key of the settings, without its secret. */
  private record First(String name, String hash) {}

  /** Whether a text has the form of a key. */
  public static boolean isKey(String text) {
    return KeyText.parse(text).isPresent();
  }

  /** A key for the settings, with a name of one's choice. */
  public static String generate(String name, RandomGenerator random) {
    return KeyText.generate(name, random).text();
  }

  /** Whose key it is; fails with the problem 401 if it is nobody's. */
  public Future<Caller> admit(String text) {
    KeyText shown = KeyText.parse(text).orElseThrow(ApiKeys::unknown);
    if (first.isPresent()
        && first.get().name().equals(shown.name())
        && shown.fits(first.get().hash())) {
      return Future.succeededFuture(
          new Caller(shown.name(), Caller.By.KEY, Role.ADMIN, Scope.EVERYTHING, null));
    }
    Instant now = clock.instant();
    ApiKeyDefinition key = keys.get(shown.name()).orElse(null);
    if (key == null || !fits(shown, key.spec(), now)) {
      return Future.failedFuture(unknown());
    }
    if (key.spec().expiresAt() != null && !now.isBefore(key.spec().expiresAt())) {
      return Future.failedFuture(
          Problems.unauthorized(
              "The API key has expired, at " + key.spec().expiresAt() + ": have it rotated."));
    }
    uses.used(key.name(), now);
    return Future.succeededFuture(
        new Caller(
            key.name(),
            Caller.By.KEY,
            key.spec().role(),
            key.spec().scope(),
            key.spec().expiresAt()));
  }

  private static boolean fits(KeyText shown, ApiKeySpec spec, Instant now) {
    return shown.fits(spec.hash())
        || (spec.previousHash() != null
            && now.isBefore(spec.previousUntil())
            && shown.fits(spec.previousHash()));
  }

  private static RuntimeException unknown() {
    return Problems.unauthorized("The API key is not known: it is mistyped, revoked or replaced.");
  }
}
