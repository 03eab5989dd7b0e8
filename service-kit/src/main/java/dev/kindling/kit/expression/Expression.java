package dev.kindling.kit.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

/**
 * An expression that has been checked. Immutable and thread-safe; its value depends on the event
 * only.
 */
public final class Expression {
  private final String text;
  private final CelRuntime.Program program;

  Expression(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * Whether it holds.
   *
   * @throws ExpressionException if it has no value for this event, or one that is neither true nor
   *     false
   */
  public boolean holds(EventScope event) throws ExpressionException {
    Object value = evaluate(event);
    if (value instanceof Boolean holds) {
      return holds;
    }
    throw new ExpressionException(
        "\"" + text + "\" is neither true nor false but " + CelValues.toJson(value) + ".", null);
  }

  /**
   * Its value.
   *
   * @throws ExpressionException if it has none for this event, or one that JSON cannot say
   */
  public JsonNode value(EventScope event) throws ExpressionException {
    return CelValues.toJson(evaluate(event));
  }

  private Object evaluate(EventScope event) throws ExpressionException {
    try {
      return program.eval(event.variables());
    } catch (CelEvaluationException e) {
      throw new ExpressionException("\"" + text + "\" has no value here: " + reason(e) + ".", e);
    }
  }

  /** The library begins with where it was, which a person sees from the text. */
  private static String reason(CelEvaluationException failure) {
    return failure
        .getMessage()
        .replaceFirst("^evaluation error( at <input>:\\d+)?: ", "")
        .replaceFirst("\\.$", "");
  }

  @Override
  public String toString() {
    return text;
  }
}
