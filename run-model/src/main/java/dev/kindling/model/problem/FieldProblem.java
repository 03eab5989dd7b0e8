package dev.kindling.model.problem;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with a value that a person or a program sent, and how to mend it.
 *
 * @param field where it stands, as a JSON pointer without the leading slash, for example {@code
 *     spark/mainClass}; never null, empty for the whole document
 * @param message what is wrong and what to do about it, a full sentence; never null
 */
public record FieldProblem(String field, String message) {
  public FieldProblem {
    requireNonNull(field, "field is null");
    requireNonNull(message, "message is null");
  }

  /** A name as one step of a field's JSON pointer (RFC 6901). */
  public static String step(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
