package dev.kindling.gateway.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/** Serves one kind of definitions: list, read, create or replace, delete. */
public final class DefinitionHandlers<S extends Record, D> {
  private final Vertx vertx;
  private final DefinitionKind<S, D> kind;
  private final DefinitionView<D> view;
  private final DefinitionStore store;

  public DefinitionHandlers(
      Vertx vertx, DefinitionKind<S, D> kind, DefinitionView<D> view, DefinitionStore store) {
    this.vertx = vertx;
    this.kind = kind;
    this.view = view;
    this.store = store;
  }

  public Future<Answer> list(Call call) {
    new Query(call).end();
    List<D> all = view.all();
    return Future.succeededFuture(Answer.ok(Map.of("items", all)));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    String name = call.path("name");
    D found =
        view.get(name)
            .orElseThrow(() -> Problems.notFound("There is no " + kind.noun() + " " + name + "."));
    return Future.succeededFuture(tagged(200, found));
  }

  public Future<Answer> put(Call call) {
    new Query(call).end();
    String name = call.path("name");
    kind.naming()
        .apply(name)
        .ifPresent(
            problem -> {
              throw Problems.invalid("name", problem + ".");
            });
    Precondition precondition = Precondition.of(call);
    ObjectNode body = call.body();
    String by = call.principal();
    // The check of a JSON Schema takes milliseconds, the first one some hundred: off the loop.
    return vertx
        .executeBlocking(() -> SpecReader.read(body, kind), false)
        .compose(spec -> store.put(kind, view, name, spec, precondition, by))
        .map(this::answer);
  }

  public Future<Answer> delete(Call call) {
    new Query(call).end();
    String name = call.path("name");
    return store.delete(kind, view, name, Precondition.of(call)).map(deleted -> Answer.noContent());
  }

  private Answer answer(Written<D> written) {
    int status = !written.visible() ? 202 : written.created() ? 201 : 200;
    return tagged(status, written.definition())
        .with("Location", kind.path() + kind.name().apply(written.definition()));
  }

  private Answer tagged(int status, D definition) {
    return Answer.of(status, definition)
        .with("ETag", Precondition.etag(kind.revision().applyAsLong(definition)));
  }
}
