package dev.kindling.agent.testing;

/**
 * What a scripted runner does when it is asked.
 *
 * @param kind how it reacts
 * @param reply what it answers, null unless it answers
 */
public record Reaction<T>(Kind kind, T reply) {
  /** The ways to react. */
  public enum Kind {
    /** Answers. */
    REPLY,
    /** 503: the owner is not ready. */
    NOT_READY,
    /** 421: another instance is the owner. */
    NOT_OWNER,
    /** Closes the connection without a word. */
    AWAY,
    /** Answers with headers and never with the body. */
    STALLED,
    /** Answers 200 with something else: a page of another server. */
    GARBAGE
  }

  public static <T> Reaction<T> reply(T reply) {
    return new Reaction<>(Kind.REPLY, reply);
  }

  public static <T> Reaction<T> of(Kind kind) {
    return new Reaction<>(kind, null);
  }
}
