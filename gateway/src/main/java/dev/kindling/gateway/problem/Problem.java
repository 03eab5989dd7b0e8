package dev.kindling.gateway.problem;

import dev.kindling.model.problem.FieldProblem;
import java.util.List;

/**
 * What went wrong, in the form of RFC 9457.
 *
 * @param type a URI that names the kind of problem; never null
 * @param title the kind in words, always the same for one type; never null
 * @param status the HTTP status
 * @param detail this very case, and what to do about it; may be null
 * @param instance the path that was asked for; null until the problem is answered
 * @param errors each bad field; null where no field is to blame
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    List<FieldProblem> errors) {
  /** The same problem of one request. */
  public Problem at(String path) {
    return new Problem(type, title, status, detail, path, errors);
  }
}
