package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.access.GuardedDoor;
import dev.kindling.gateway.apikey.ApiKeys;
import java.util.Optional;
import java.util.Random;

/** A fixture that lets in who has a key, and the first of them. */
final class Guarded {
  static final String ROOT = ApiKeys.generate("root", new Random(7));

  private Guarded() {}

  static ApiFixture open() throws Exception {
    return new ApiFixture(
        (fixture, keys) ->
            new GuardedDoor(
                ApiKeys::isKey,
                new ApiKeys(keys, Optional.of(ROOT), fixture.keyUses, () -> fixture.now)::admit,
                Optional.empty()));
  }

  /** The header that shows a key. */
  static String[] by(String key) {
    return new String[] {"Authorization", "Bearer " + key};
  }

  /** Makes a key; {@code scope} is JSON, or null for everything. */
  static String key(ApiFixture api, String name, String role, String scope) {
    ApiFixture.Reply made =
        api.post(
            "/api/v1/api-keys",
            "{\"name\": \"%s\", \"role\": \"%s\", \"scope\": %s}".formatted(name, role, scope),
            by(ROOT));
    assertThat(made.status()).isEqualTo(201);
    return made.at("/key");
  }
}
