package dev.kindling.agent.secret;

/** A job refers to a secret that this driver cannot get. Its message says what to do about it. */
public final class NoSuchSecret extends Exception {
  private static final long serialVersionUID = 1L;

  NoSuchSecret(String message) {
    super(message);
  }
}
