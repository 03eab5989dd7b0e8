package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.ExpressionException;
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
 */
public record TriggerMapping(Optional<Expression> filter, Map<String, Expression> parameters) {

  /** Every problem of a spec, those of its expressions included. Takes some milliseconds. */
  public static List<FieldProblem> problems(TriggerSpec spec, Expressions language) {
    List<FieldProblem> problems = new ArrayList<>(TriggerSpecCheck.problems(spec));
    if (spec.filter() != null) {
      try {
        language.filter(spec.filter());
      } catch (ExpressionException e) {
        problems.add(new FieldProblem("filter", e.getMessage()));
      }
    }
    spec.parameters()
        .forEach(
            (name, text) -> {
              if (text == null) {
                return;
              }
              try {
                language.value(text);
              } catch (ExpressionException e) {
                String step = name.replace("~", "~0").replace("/", "~1");
                problems.add(new FieldProblem("parameters/" + step, e.getMessage()));
              }
            });
    return problems;
  }

  /**
   * The expressions of a spec that has passed its check.
   *
   * @throws ExpressionException if it has not
   */
  public static TriggerMapping of(TriggerSpec spec, Expressions language)
      throws ExpressionException {
    Map<String, Expression> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, String> parameter : spec.parameters().entrySet()) {
      parameters.put(parameter.getKey(), language.value(parameter.getValue()));
    }
    return new TriggerMapping(
        spec.filter() == null ? Optional.empty() : Optional.of(language.filter(spec.filter())),
        parameters);
  }
}
