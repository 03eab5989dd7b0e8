package dev.kindling.gateway.apikey;

import dev.kindling.gateway.access.Scope;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.Precondition;
import dev.kindling.gateway.definition.SpecReader;
import dev.kindling.gateway.definition.Written;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.NamedPages;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Serves API keys: make, list, read, rotate, revoke. */
public final class ApiKeyHandlers {
  /** What a person wrote of a key; its hash is nobody's to search through. */
  private static final NamedPages<ApiKeyDefinition> PAGES =
      NamedPages.of(ApiKeyDefinition::name, key -> String.valueOf(key.spec().description()));

  private final DefinitionKind<ApiKeySpec, ApiKeyDefinition> kind;
  private final DefinitionView<ApiKeyDefinition> keys;
  private final DefinitionStore store;
  private final KeyUses uses;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random must be one that nobody can foresee
   */
  public ApiKeyHandlers(
      DefinitionKind<ApiKeySpec, ApiKeyDefinition> kind,
      DefinitionView<ApiKeyDefinition> keys,
      DefinitionStore store,
      KeyUses uses,
      InstantSource clock,
      RandomGenerator random) {
    this.kind = kind;
    this.keys = keys;
    this.store = store;
    this.uses = uses;
    this.clock = clock;
    this.random = random;
  }

  public Future<Answer> list(Call call) {
    return Future.succeededFuture(
        Answer.ok(PAGES.page(call, keys.all(), key -> document(key, null))));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    return Future.succeededFuture(answer(200, find(call), null));
  }

  /** The name is the key's for good: a second one of that name is refused. */
  public Future<Answer> create(Call call) {
    Intent intent = Intent.of(call);
    Instant now = clock.instant();
    ApiKeyOrder order =
        SpecReader.read(call.body(), ApiKeyOrder.class, wanted -> wanted.problems(now));
    if (keys.get(order.name()).isPresent()) {
      throw Problems.conflict(
          "There is an API key " + order.name() + ": rotate it, or choose another name.");
    }
    KeyText text = KeyText.generate(order.name(), random);
    Scope scope = order.scope() == null ? Scope.EVERYTHING : new Scope(order.scope());
    ApiKeySpec spec =
        new ApiKeySpec(
            order.description(),
            order.role(),
            scope,
            order.expiresAt(),
            text.hash(),
            null,
            null,
            now,
            call.principal());
    return store
        .put(kind, keys, order.name(), spec, Precondition.ABSENT, call.principal(), intent)
        .map(written -> told(201, written, text, intent));
  }

  public Future<Answer> rotate(Call call) {
    Intent intent = Intent.of(call);
    Instant now = clock.instant();
    Rotation rotation =
        SpecReader.read(call.optionalBody(), Rotation.class, wanted -> wanted.problems(now));
    String name = call.path("name");
    KeyText text = KeyText.generate(name, random);
    Instant until = now.plus(rotation.grace());
    return store
        .change(
            kind,
            keys,
            name,
            spec ->
                spec.rotated(
                    text.hash(),
                    until,
                    rotation.expiresAt() == null ? spec.expiresAt() : rotation.expiresAt()),
            Precondition.of(call),
            call.principal(),
            intent)
        .map(written -> told(200, written, text, intent));
  }

  /** With the key itself; where nothing is written there is none. */
  private Answer told(int status, Written<ApiKeyDefinition> written, KeyText text, Intent intent) {
    ApiKeyDefinition key = written.definition();
    return intent.mark(
        answer(status, key, intent.isDry() ? null : text.text())
            .with("Location", kind.path() + key.name()));
  }

  public Future<Answer> delete(Call call) {
    Intent intent = Intent.of(call);
    String name = call.path("name");
    return store
        .delete(kind, keys, name, Precondition.of(call), intent)
        .map(
            deleted -> {
              if (!intent.isDry()) {
                uses.forget(name);
              }
              return intent.deleted(() -> answer(200, deleted.definition(), null));
            });
  }

  private ApiKeyDefinition find(Call call) {
    String name = call.path("name");
    return keys.get(name).orElseThrow(() -> Problems.notFound("There is no API key " + name + "."));
  }

  private Answer answer(int status, ApiKeyDefinition key, String text) {
    return Answer.of(status, document(key, text)).with("ETag", Precondition.etag(key.revision()));
  }

  private ApiKeyDocument document(ApiKeyDefinition key, String text) {
    return ApiKeyDocument.of(key, text, uses.last(key.name()).orElse(null));
  }
}
