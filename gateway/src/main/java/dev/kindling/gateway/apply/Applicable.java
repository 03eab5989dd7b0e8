package dev.kindling.gateway.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.definition.Advice;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.Precondition;
import dev.kindling.gateway.definition.SpecReader;
import dev.kindling.gateway.http.Intent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One kind of definitions as a set of them is applied.
 *
 * @param field of the set, such as {@code jobs}
 * @param kind what they are
 * @param view of what there is
 * @param store where they are written
 * @param advice who needs one
 * @param labels of the job that a definition belongs to; empty where it belongs to none
 * @param wanted labels of the job that a spec would belong to, given the set's own jobs; empty
 *     where it belongs to none, no labels where there is no such job
 */
public record Applicable<S extends Record, D>(
    String field,
    DefinitionKind<S, D> kind,
    DefinitionView<D> view,
    DefinitionStore store,
    Advice<S> advice,
    Function<D, Optional<Map<String, String>>> labels,
    BiFunction<S, Map<String, Map<String, String>>, Optional<Map<String, String>>> wanted) {

  /** A spec of the set; throws the problem 400 if it is not valid. */
  S read(ObjectNode body) {
    return SpecReader.read(body, kind);
  }

  Optional<String> misnamed(String name) {
    return kind.naming().apply(name);
  }

  /** Whether the caller may write it: what stands there, and what would. */
  boolean isAllowed(
      Caller caller, String name, S spec, Map<String, Map<String, String>> jobsOfTheSet) {
    Optional<D> before = view.get(name);
    return (before.isEmpty() || isSeen(caller, before.get()))
        && isSeen(caller, wanted.apply(spec, jobsOfTheSet));
  }

  boolean isSeen(Caller caller, D definition) {
    return isSeen(caller, labels.apply(definition));
  }

  private static boolean isSeen(Caller caller, Optional<Map<String, String>> ofJob) {
    return caller.scope().isEverything() || ofJob.filter(caller::sees).isPresent();
  }

  /** What putting it would come to. */
  Step.Action action(String name, S spec) {
    Optional<D> before = view.get(name);
    if (before.isEmpty()) {
      return Step.Action.CREATE;
    }
    S replaced = kind.spec().apply(before.get());
    return replaced.equals(kind.carry().apply(replaced, spec))
        ? Step.Action.UNCHANGED
        : Step.Action.REPLACE;
  }

  /** The revision that the plan was made for; it is written only if it still stands there. */
  OptionalLong revision(String name) {
    return DefinitionStore.revision(kind, view.get(name));
  }

  Future<?> put(String name, S spec, OptionalLong revision, String by) {
    return store.put(kind, view, name, spec, Precondition.same(revision), by, Intent.WRITE);
  }

  Future<?> delete(String name, OptionalLong revision) {
    return store.delete(kind, view, name, Precondition.same(revision), Intent.WRITE);
  }

  /** The names of those that the caller may see and the set does not have. */
  List<String> others(Caller caller, Set<String> named) {
    return view.all().stream()
        .filter(definition -> isSeen(caller, definition))
        .map(kind.name())
        .filter(name -> !named.contains(name))
        .toList();
  }
}
