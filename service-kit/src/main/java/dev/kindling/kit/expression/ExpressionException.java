package dev.kindling.kit.expression;

/**
 * An expression that is wrong, or that has no value for an event; the message is for who wrote it.
 */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean tooMuch;

  ExpressionException(String message, Throwable cause) {
    super(message, cause);
    this.tooMuch = false;
  }

  private ExpressionException(String message) {
    super(message);
    this.tooMuch = true;
  }

  /** That there is a value, and it is more than may be: of fewer events it might do. */
  static ExpressionException tooMuch(String message) {
    return new ExpressionException(message);
  }

  /** Whether it has a value that is more than may be. */
  public boolean isTooMuch() {
    return tooMuch;
  }
}
