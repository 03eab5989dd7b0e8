package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.model.trigger.TriggerSpecCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The expressions of a trigger, checked. Immutable and thread-safe.
 *
 * @param filter empty for every event
 * @param parameters by the parameter's name, in the order of the spec
 * @param shape those of its shape
 */
public record TriggerMapping(
    Optional<Expression> filter, Map<String, Expression> parameters, ShapeExpressions shape) {

  /** Every problem of a spec, those of its expressions included. Takes some milliseconds. */
  public static List<FieldProblem> problems(TriggerSpec spec, Expressions language) {
    List<FieldProblem> problems = new ArrayList<>(TriggerSpecCheck.problems(spec));
    compile(spec, language, problems);
    return problems;
  }

  /**
   * The expressions of a spec that has passed its check.
   *
   * @throws IllegalArgumentException if it has not
   */
  public static TriggerMapping of(TriggerSpec spec, Expressions language) {
    List<FieldProblem> problems = new ArrayList<>();
    TriggerMapping mapping = compile(spec, language, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.get(0).field() + ": " + problems.get(0).message());
    }
    return mapping;
  }

  private static TriggerMapping compile(
      TriggerSpec spec, Expressions language, List<FieldProblem> problems) {
    FieldCompiler compiler = new FieldCompiler(language, problems);
    Optional<Expression> filter = compiler.filter("filter", spec.filter());
    Map<String, Expression> parameters = new LinkedHashMap<>();
    spec.parameters()
        .forEach(
            (name, text) -> {
              String field = "parameters/" + FieldProblem.step(name);
              (spec.shaped() ? compiler.groupValue(field, text) : compiler.value(field, text))
                  .ifPresent(checked -> parameters.put(name, checked));
            });
    return new TriggerMapping(filter, parameters, ShapeExpressions.of(spec.shape(), compiler));
  }
}
