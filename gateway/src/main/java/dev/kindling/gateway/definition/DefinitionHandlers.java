package dev.kindling.gateway.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Serves one kind of definitions: list, read, create or replace, delete. */
public final class DefinitionHandlers<S extends Record, D> {
  private final Vertx vertx;
  private final DefinitionKind<S, D> kind;
  private final DefinitionView<D> view;
  private final DefinitionStore store;
  private final Advice<S> advice;
  private final BiPredicate<Caller, D> visible;

  /** Of a kind that everybody may see, and about which there is nothing to say. */
  public DefinitionHandlers(
      Vertx vertx, DefinitionKind<S, D> kind, DefinitionView<D> view, DefinitionStore store) {
    this(vertx, kind, view, store, Advice.none(), (caller, definition) -> true);
  }

  /** Of a kind that everybody may see. */
  public DefinitionHandlers(
      Vertx vertx,
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      DefinitionStore store,
      Advice<S> advice) {
    this(vertx, kind, view, store, advice, (caller, definition) -> true);
  }

  /**
   * @param visible whether a list shows a definition to a caller
   */
  public DefinitionHandlers(
      Vertx vertx,
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      DefinitionStore store,
      Advice<S> advice,
      BiPredicate<Caller, D> visible) {
    this.vertx = vertx;
    this.kind = kind;
    this.view = view;
    this.store = store;
    this.advice = advice;
    this.visible = visible;
  }

  public Future<Answer> list(Call call) {
    new Query(call).end();
    List<D> seen = view.all().stream().filter(one -> visible.test(call.caller(), one)).toList();
    return Future.succeededFuture(Answer.ok(Map.of("items", seen)));
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    String name = call.path("name");
    D found =
        view.get(name)
            .orElseThrow(() -> Problems.notFound("There is no " + kind.noun() + " " + name + "."));
    return Future.succeededFuture(tagged(200, found, found));
  }

  public Future<Answer> put(Call call) {
    new Query(call).end();
    ObjectNode body = call.body();
    // The check of a JSON Schema takes milliseconds, the first one some hundred: off the loop.
    return vertx
        .executeBlocking(() -> SpecReader.read(body, kind), false)
        .compose(spec -> put(call, spec, List.of()));
  }

  /**
   * Creates or replaces by a spec that did not come as JSON.
   *
   * @param spec a valid one
   * @param warnings about how it came to be
   */
  public Future<Answer> put(Call call, S spec, List<FieldProblem> warnings) {
    String name = call.path("name");
    Precondition precondition;
    try {
      kind.naming()
          .apply(name)
          .ifPresent(
              problem -> {
                throw Problems.invalid("name", problem + ".");
              });
      precondition = Precondition.of(call);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
    return store
        .put(kind, view, name, spec, precondition, call.principal())
        .compose(written -> answer(written, warnings));
  }

  public Future<Answer> delete(Call call) {
    new Query(call).end();
    String name = call.path("name");
    Precondition precondition = Precondition.of(call);
    List<String> users = advice.usedBy().apply(name);
    if (!users.isEmpty()) {
      throw Problems.conflict(
          "The "
              + kind.noun()
              + " "
              + name
              + " is named by "
              + String.join(", ", users)
              + ": change that first.");
    }
    return store.delete(kind, view, name, precondition).map(deleted -> Answer.noContent());
  }

  /** What a change has come to, with what may surprise in it. */
  public Future<Answer> answer(Written<D> written) {
    return answer(written, List.of());
  }

  /** Looking for surprises may take some milliseconds: off the loop. */
  private Future<Answer> answer(Written<D> written, List<FieldProblem> more) {
    return vertx.executeBlocking(() -> warned(written, more), false);
  }

  private Answer warned(Written<D> written, List<FieldProblem> more) {
    int status = !written.visible() ? 202 : written.created() ? 201 : 200;
    D definition = written.definition();
    String name = kind.name().apply(definition);
    List<FieldProblem> warnings = new ArrayList<>(more);
    warnings.addAll(advice.warnings().apply(name, kind.spec().apply(definition)));
    return tagged(
            status, definition, warnings.isEmpty() ? definition : warned(definition, warnings))
        .with("Location", kind.path() + name);
  }

  private static ObjectNode warned(Object definition, List<FieldProblem> warnings) {
    ObjectNode document = Json.mapper().valueToTree(definition);
    return document.set("warnings", Json.mapper().valueToTree(warnings));
  }

  private Answer tagged(int status, D definition, Object body) {
    return Answer.of(status, body)
        .with("ETag", Precondition.etag(kind.revision().applyAsLong(definition)));
  }
}
