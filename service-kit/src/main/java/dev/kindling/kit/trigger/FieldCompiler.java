package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.Expression;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import java.util.Optional;

/**
 * Compiles the expressions of a spec, field by field; one that is left out or wrong gives nothing.
 *
 * @param problems gets what is wrong
 */
record FieldCompiler(Expressions language, List<FieldProblem> problems) {
  /** One that is to be true or false of an event. */
  Optional<Expression> filter(String field, String text) {
    return compiled(field, text, language::filter);
  }

  /** One that is to be any value, of an event. */
  Optional<Expression> value(String field, String text) {
    return compiled(field, text, language::value);
  }

  /** One that is to be any value, of several events. */
  Optional<Expression> groupValue(String field, String text) {
    return compiled(field, text, language::groupValue);
  }

  private interface Step {
    Expression compile(String text) throws ExpressionException;
  }

  private Optional<Expression> compiled(String field, String text, Step step) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(step.compile(text));
    } catch (ExpressionException e) {
      problems.add(new FieldProblem(field, e.getMessage()));
      return Optional.empty();
    }
  }
}
