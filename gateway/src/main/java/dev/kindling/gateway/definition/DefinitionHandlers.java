package dev.kindling.gateway.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.NamedPages;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Serves one kind of definitions: list, read, create or replace, patch, delete. */
public final class DefinitionHandlers<S extends Record, D> {
  private final Vertx vertx;
  private final DefinitionKind<S, D> kind;
  private final DefinitionView<D> view;
  private final DefinitionStore store;
  private final Advice<S> advice;
  private final Function<D, Optional<Map<String, String>>> labels;
  private final NamedPages<D> pages;
  private final KeptAnswers<D> answers = new KeptAnswers<>();

  /** Of a kind that everybody may see, and about which there is nothing to say. */
  public DefinitionHandlers(
      Vertx vertx, DefinitionKind<S, D> kind, DefinitionView<D> view, DefinitionStore store) {
    this(vertx, kind, view, store, Advice.none(), definition -> Optional.empty());
  }

  /** Of a kind that everybody may see. */
  public DefinitionHandlers(
      Vertx vertx,
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      DefinitionStore store,
      Advice<S> advice) {
    this(vertx, kind, view, store, advice, definition -> Optional.empty());
  }

  /**
   * @param labels of the job that a definition belongs to; empty where everybody may see it
   */
  public DefinitionHandlers(
      Vertx vertx,
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      DefinitionStore store,
      Advice<S> advice,
      Function<D, Optional<Map<String, String>>> labels) {
    this.vertx = vertx;
    this.kind = kind;
    this.view = view;
    this.store = store;
    this.advice = advice;
    this.labels = labels;
    this.pages = new NamedPages<>(kind.name(), kind.spec()::apply, labels);
  }

  /** By name, page by page, those that the caller may see. */
  public Future<Answer> list(Call call) {
    List<D> seen = view.all().stream().filter(one -> isSeen(call, one)).toList();
    return Future.succeededFuture(Answer.ok(pages.page(call, seen, Function.identity())));
  }

  private boolean isSeen(Call call, D one) {
    return labels.apply(one).map(call.caller()::sees).orElse(true);
  }

  public Future<Answer> get(Call call) {
    new Query(call).end();
    Answer answer =
        answers.of(call.path("name"), find(call), found -> tagged(200, found, Json.bytes(found)));
    return Future.succeededFuture(answer);
  }

  private D find(Call call) {
    String name = call.path("name");
    return view.get(name)
        .orElseThrow(() -> Problems.notFound("There is no " + kind.noun() + " " + name + "."));
  }

  public Future<Answer> put(Call call) {
    Intent intent = Intent.of(call);
    ObjectNode body = call.body();
    // The check of a JSON Schema takes milliseconds, the first one some hundred: off the loop.
    return vertx
        .executeBlocking(() -> SpecReader.read(body, kind), false)
        .compose(spec -> put(call, spec, precondition(call), List.of(), intent));
  }

  /**
   * Creates or replaces by a spec that did not come as JSON.
   *
   * @param spec a valid one
   * @param warnings about how it came to be
   */
  public Future<Answer> put(Call call, S spec, List<FieldProblem> warnings) {
    return put(call, spec, precondition(call), warnings, Intent.of(call));
  }

  /** Changes some fields: a merge patch (RFC 7396) to the spec that stands there. */
  public Future<Answer> patch(Call call) {
    Intent intent = Intent.of(call);
    ObjectNode patch = call.body();
    Precondition demanded = Precondition.of(call);
    D current = find(call);
    OptionalLong revision = OptionalLong.of(kind.revision().applyAsLong(current));
    demanded.check(kind.noun() + " " + call.path("name"), revision);
    // What was patched must be what is replaced, whoever else is at it.
    Precondition same = Precondition.same(revision);
    return vertx
        .executeBlocking(
            () ->
                SpecReader.read(
                    MergePatch.apply(Json.mapper().valueToTree(kind.spec().apply(current)), patch),
                    kind),
            false)
        .compose(spec -> put(call, spec, same, List.of(), intent));
  }

  /**
   * What the client demands; of a caller with a scope also that nothing has changed since their
   * right to change it was looked at.
   */
  private Precondition precondition(Call call) {
    Precondition demanded = Precondition.of(call);
    if (call.caller().scope().isEverything() || !demanded.equals(Precondition.NONE)) {
      return demanded;
    }
    return Precondition.same(DefinitionStore.revision(kind, view.get(call.path("name"))));
  }

  private Future<Answer> put(
      Call call, S spec, Precondition precondition, List<FieldProblem> warnings, Intent intent) {
    String name = call.path("name");
    try {
      kind.naming()
          .apply(name)
          .ifPresent(
              problem -> {
                throw Problems.invalid("name", problem + ".");
              });
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
    return store
        .put(kind, view, name, spec, precondition, call.principal(), intent)
        .compose(written -> answer(written, warnings))
        .map(intent::mark);
  }

  public Future<Answer> delete(Call call) {
    Intent intent = Intent.of(call);
    String name = call.path("name");
    Precondition precondition = precondition(call);
    List<String> users = view.get(name).isEmpty() ? List.of() : advice.usedBy().apply(name);
    if (!users.isEmpty()) {
      throw Problems.conflict(
          "The "
              + kind.noun()
              + " "
              + name
              + " is needed by "
              + String.join(", ", users)
              + ": change that first.");
    }
    return store
        .delete(kind, view, name, precondition, intent)
        .map(Written::definition)
        .map(was -> intent.deleted(() -> tagged(200, was, was)));
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
