package dev.kindling.gateway.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.config.DidYouMean;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Applies a whole set of definitions, as a repository of files has it. First all of it is checked
 * and planned; then, unless that is all that is wanted, the steps are done in an order in which
 * each finds what it names. A step is done only if what stands there is what the plan was made for.
 * If one fails, those before it stay: to apply the set again goes on from there.
 */
public final class SetHandlers {
  private final Vertx vertx;
  private final List<Applicable<?, ?>> kinds;

  /**
   * @param kinds in the order in which they are applied; deletions go backwards
   */
  public SetHandlers(Vertx vertx, List<Applicable<?, ?>> kinds) {
    this.vertx = vertx;
    this.kinds = List.copyOf(kinds);
  }

  /** What is done, or would be. */
  private record Plan(List<Step> steps, boolean applied) {}

  public Future<Answer> apply(Call call) {
    Query query = new Query(call);
    Intent intent = Intent.read(query);
    boolean prune = query.flag("prune");
    query.end();
    return vertx
        .executeBlocking(() -> plan(call, call.yamlOrJson(), prune), false)
        .compose(
            steps -> {
              if (intent.isDry()) {
                return Future.succeededFuture(intent.mark(Answer.ok(new Plan(steps, false))));
              }
              return perform(steps).map(done -> Answer.ok(new Plan(steps, true)));
            });
  }

  private static Future<Void> perform(List<Step> steps) {
    Future<Void> performed = Future.succeededFuture();
    for (Step step : steps) {
      if (step.action() != Step.Action.UNCHANGED) {
        performed = performed.compose(before -> step.perform().get().mapEmpty());
      }
    }
    return performed;
  }

  private List<Step> plan(Call call, ObjectNode set, boolean prune) {
    List<FieldProblem> problems = new ArrayList<>(unknown(set));
    Map<String, Map<String, String>> jobs = jobs(set);
    List<Step> steps = new ArrayList<>();
    List<Step> deletions = new ArrayList<>();
    for (Applicable<?, ?> kind : kinds) {
      JsonNode definitions = set.path(kind.field());
      if (definitions instanceof ObjectNode named) {
        steps.addAll(puts(call, kind, named, jobs, problems));
        if (prune) {
          deletions.addAll(deletions(call, kind, named));
        }
      } else if (!definitions.isMissingNode() && !definitions.isNull()) {
        problems.add(new FieldProblem(kind.field(), "must be an object of specs by name."));
      }
    }
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
    needed(deletions);
    Collections.reverse(deletions);
    steps.addAll(deletions);
    return steps;
  }

  private List<FieldProblem> unknown(ObjectNode set) {
    Set<String> known = new HashSet<>(kinds.stream().map(Applicable::field).toList());
    List<FieldProblem> problems = new ArrayList<>();
    set.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                problems.add(
                    new FieldProblem(
                        field, "is no kind of definitions" + DidYouMean.suggestion(field, known)));
              }
            });
    return problems;
  }

  /** The labels of the set's own jobs. */
  private static Map<String, Map<String, String>> jobs(ObjectNode set) {
    Map<String, Map<String, String>> jobs = new HashMap<>();
    set.path("jobs")
        .properties()
        .forEach(
            job -> {
              Map<String, String> labels = new HashMap<>();
              job.getValue()
                  .path("labels")
                  .properties()
                  .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
              jobs.put(job.getKey(), labels);
            });
    return jobs;
  }

  private static <S extends Record> List<Step> puts(
      Call call,
      Applicable<S, ?> kind,
      ObjectNode named,
      Map<String, Map<String, String>> jobs,
      List<FieldProblem> problems) {
    List<Step> steps = new ArrayList<>();
    named
        .properties()
        .forEach(
            one -> {
              String name = one.getKey();
              String field = kind.field() + FieldProblem.step(name).replaceFirst("^/?", "/");
              if (kind.misnamed(name).isPresent()) {
                problems.add(new FieldProblem(field, kind.misnamed(name).get() + "."));
              } else if (!(one.getValue() instanceof ObjectNode body)) {
                problems.add(new FieldProblem(field, "must be an object."));
              } else {
                put(call, kind, name, body, jobs, field, problems).ifPresent(steps::add);
              }
            });
    return steps;
  }

  private static <S extends Record> Optional<Step> put(
      Call call,
      Applicable<S, ?> kind,
      String name,
      ObjectNode body,
      Map<String, Map<String, String>> jobs,
      String field,
      List<FieldProblem> problems) {
    S spec;
    try {
      spec = kind.read(body);
    } catch (ProblemException e) {
      e.problem()
          .errors()
          .forEach(
              error ->
                  problems.add(new FieldProblem(field + "/" + error.field(), error.message())));
      return Optional.empty();
    }
    if (!kind.isAllowed(call.caller(), name, spec, jobs)) {
      throw Problems.forbidden(
          "Nothing was done: "
              + field
              + " is outside your scope, which is jobs with "
              + call.caller().scope().words()
              + " and what belongs to them.");
    }
    OptionalLong revision = kind.revision(name);
    String by = call.principal();
    return Optional.of(
        new Step(
            kind.field(), name, kind.action(name, spec), () -> kind.put(name, spec, revision, by)));
  }

  private static List<Step> deletions(Call call, Applicable<?, ?> kind, ObjectNode named) {
    Set<String> names = new HashSet<>();
    named.fieldNames().forEachRemaining(names::add);
    List<Step> deletions = new ArrayList<>();
    for (String name : kind.others(call.caller(), names)) {
      OptionalLong revision = kind.revision(name);
      deletions.add(
          new Step(kind.field(), name, Step.Action.DELETE, () -> kind.delete(name, revision)));
    }
    return deletions;
  }

  /** What something else needs, that is not to be deleted itself, stays, and nothing is done. */
  private void needed(List<Step> deletions) {
    Set<String> going = new HashSet<>();
    deletions.forEach(step -> going.add(step.kind() + " " + step.name()));
    for (Step step : deletions) {
      for (Applicable<?, ?> kind : kinds) {
        if (kind.field().equals(step.kind())) {
          kind.advice().usedBy().apply(step.name()).stream()
              .filter(user -> !going.contains(user.replaceFirst(" ", "s ")))
              .findFirst()
              .ifPresent(
                  user -> {
                    throw Problems.conflict(
                        "Nothing was done: "
                            + step.kind()
                            + "/"
                            + step.name()
                            + " would be deleted, and "
                            + user
                            + " needs it.");
                  });
        }
      }
    }
  }
}
