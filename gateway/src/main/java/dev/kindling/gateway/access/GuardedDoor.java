package dev.kindling.gateway.access;

import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lets in who shows a key of ours or, where there is an identity provider, a token of its. */
public final class GuardedDoor implements Door {
  private final Predicate<String> isKey;
  private final Function<String, Future<Caller>> keys;
  private final Optional<Function<String, Future<Caller>>> tokens;

  /**
   * @param isKey whether a text has the form of a key
   * @param keys says whose key it is, or fails with 401
   * @param tokens says whose token it is, or fails with 401; empty without an identity provider
   */
  public GuardedDoor(
      Predicate<String> isKey,
      Function<String, Future<Caller>> keys,
      Optional<Function<String, Future<Caller>>> tokens) {
    this.isKey = isKey;
    this.keys = keys;
    this.tokens = tokens;
  }

  @Override
  public Future<Caller> admit(Credentials credentials) {
    return switch (credentials.kind()) {
      case NONE -> refused("Say who asks: Authorization: Bearer, and " + what() + ".");
      case UNREADABLE ->
          refused("The header Authorization is not readable: send Bearer, and " + what() + ".");
      case SECRET -> secret(credentials.text());
    };
  }

  private Future<Caller> secret(String text) {
    if (isKey.test(text)) {
      return keys.apply(text);
    }
    return tokens.isPresent()
        ? tokens.get().apply(text)
        : refused("This is no API key of Kindling, and there is no identity provider.");
  }

  private String what() {
    return tokens.isPresent() ? "an API key or a token" : "an API key";
  }

  private static Future<Caller> refused(String detail) {
    return Future.failedFuture(Problems.unauthorized(detail));
  }

  @Override
  public List<String> ways() {
    List<String> ways = new ArrayList<>(List.of("api-key"));
    tokens.ifPresent(some -> ways.add("token"));
    return List.copyOf(ways);
  }
}
