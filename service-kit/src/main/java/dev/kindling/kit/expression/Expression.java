package dev.kindling.kit.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

/**
 * An expression that has been checked. Immutable and thread-safe; its value depends on the event
 * only.
 */
public final class Expression {
  private static final int LONGEST_KEY = 500;

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
  public boolean holds(Scope event) throws ExpressionException {
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
  public JsonNode value(Scope event) throws ExpressionException {
    return CelValues.toJson(evaluate(event));
  }

  /**
   * Its value as the key of an event: text as it is, any other value as JSON.
   *
   * @throws ExpressionException if it has none for this event, or one that is null or too long
   */
  public String key(Scope event) throws ExpressionException {
    JsonNode value = value(event);
    if (value.isNull()) {
      throw new ExpressionException("The key \"" + text + "\" is null here.", null);
    }
    String key = value.isTextual() ? value.asText() : value.toString();
    if (key.length() > LONGEST_KEY) {
      throw new ExpressionException(
          "The key \""
              + text
              + "\" has "
              + key.length()
              + " characters here, and may have "
              + LONGEST_KEY
              + ".",
          null);
    }
    return key;
  }

  private Object evaluate(Scope event) throws ExpressionException {
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
