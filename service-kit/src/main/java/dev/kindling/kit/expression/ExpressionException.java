package dev.kindling.kit.expression;

/**
 * An expression that is wrong, or that has no value for an event; the message is for who wrote it.
 */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  ExpressionException(String message, Throwable cause) {
    super(message, cause);
  }
}
