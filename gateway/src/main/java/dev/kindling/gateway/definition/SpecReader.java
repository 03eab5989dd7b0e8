package dev.kindling.gateway.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes a valid spec of a body, or says everything that is wrong with it at once. */
public final class SpecReader {
  private SpecReader() {}

  /** Throws the problem 400 unless the spec is valid. May take some milliseconds. */
  public static <S extends Record> S read(ObjectNode body, DefinitionKind<S, ?> kind) {
    return read(body, kind.specType(), kind.check());
  }

  /** The same for what is no definition. */
  public static <S extends Record> S read(
      ObjectNode body, Class<S> type, Function<S, List<FieldProblem>> check) {
    ObjectNode rest = body.deepCopy();
    List<FieldProblem> misfits = RecordShape.strip(rest, type);
    List<FieldProblem> all = new ArrayList<>(misfits);
    S spec = convert(rest, type);
    // That a misfit is missing now is no problem of its own.
    check.apply(spec).stream()
        .filter(problem -> misfits.stream().noneMatch(misfit -> concerns(problem, misfit)))
        .forEach(all::add);
    if (!all.isEmpty()) {
      throw Problems.invalid(all);
    }
    return spec;
  }

  private static <S> S convert(ObjectNode document, Class<S> type) {
    try {
      return Json.mapper().treeToValue(document, type);
    } catch (JsonProcessingException e) {
      throw Problems.invalid("", "The body does not fit: " + e.getOriginalMessage());
    }
  }

  private static boolean concerns(FieldProblem problem, FieldProblem misfit) {
    return problem.field().equals(misfit.field())
        || problem.field().startsWith(misfit.field() + "/")
        || misfit.field().startsWith(problem.field() + "/");
  }
}
