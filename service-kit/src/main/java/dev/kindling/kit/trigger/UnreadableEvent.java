package dev.kindling.kit.trigger;

/** A record is no event that anybody could use; the message is a full sentence for its finder. */
public final class UnreadableEvent extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableEvent(String message) {
    super(message);
  }
}
