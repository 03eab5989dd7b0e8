package dev.kindling.gateway.definition;

import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a kind of definitions has to say about a change that is allowed, or nearly.
 *
 * @param warnings what may surprise in a valid spec, by the name that it is saved under
 * @param usedBy who would be left with nothing if a definition were deleted, such as {@code
 *     schedule nightly}; as long as there is anybody, it is not deleted
 */
public record Advice<S>(
    BiFunction<String, S, List<FieldProblem>> warnings, Function<String, List<String>> usedBy) {
  /** Nothing to say. */
  public static <S> Advice<S> none() {
    return new Advice<>((name, spec) -> List.of(), name -> List.of());
  }
}
