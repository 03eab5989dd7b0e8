package dev.kindling.gateway.problem;

import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every problem that the gateway answers with, each with one type and one title. */
public final class Problems {
  private static final String PREFIX = "urn:kindling:problem:";
  private static final int RETRY_AFTER_SECONDS = 5;

  /** For what the router refuses itself. */
  private static final Map<Integer, Problem> BY_STATUS =
      Map.of(
          400,
          of("invalid", "The request is not valid", 400, "The request is not well-formed HTTP."),
          404,
          of("not-found", "Not found", 404, "Nothing lives here: see /openapi.json for what does."),
          405,
          of(
              "method-not-allowed",
              "Method not allowed",
              405,
              "This resource does not know the method; the header Allow says which it knows."),
          413,
          of("too-large", "Too large", 413, "The body is larger than the gateway takes."),
          414,
          of("uri-too-long", "URI too long", 414, "The URI is longer than the gateway takes."),
          431,
          of("headers-too-large", "Headers too large", 431, "The headers are too large."));

  private static final Problem INTERNAL =
      of(
          "internal",
          "Internal error",
          500,
          "The gateway failed; its log has the reason. The request may or may not have had an"
              + " effect.");

  private Problems() {}

  /** One or more fields of the request are wrong. */
  public static ProblemException invalid(List<FieldProblem> errors) {
    String detail = errors.size() == 1 ? "1 field is wrong." : errors.size() + " fields are wrong.";
    Problem problem =
        new Problem(
            PREFIX + "invalid", "The request is not valid", 400, detail, null, List.copyOf(errors));
    return plain(problem);
  }

  /** One field of the request is wrong. */
  public static ProblemException invalid(String field, String message) {
    return invalid(List.of(new FieldProblem(field, message)));
  }

  public static ProblemException notFound(String detail) {
    return plain(of("not-found", "Not found", 404, detail));
  }

  /**
   * The client accepts no answer that we have.
   *
   * @param types of the answers
   */
  public static ProblemException notAcceptable(Set<String> types) {
    return plain(
        of(
            "not-acceptable",
            "Not acceptable",
            406,
            "The answer is "
                + (types.isEmpty() ? "application/json" : String.join(" or ", types))
                + " (application/problem+json for errors): accept it."));
  }

  /** Nobody whom we know asks. */
  public static ProblemException unauthorized(String detail) {
    return plain(of("unauthorized", "Unauthorized", 401, detail));
  }

  /** We know who asks, and that they may not. */
  public static ProblemException forbidden(String detail) {
    return plain(of("forbidden", "Forbidden", 403, detail));
  }

  /** More requests than a caller may send. */
  public static ProblemException tooMany(String detail, int retryAfterSeconds) {
    return new ProblemException(
        of("too-many-requests", "Too many requests", 429, detail), retryAfterSeconds, null);
  }

  public static ProblemException conflict(String detail) {
    return plain(of("conflict", "Conflict", 409, detail));
  }

  public static ProblemException preconditionFailed(String detail) {
    return plain(of("precondition-failed", "Precondition failed", 412, detail));
  }

  /** No byte of it is in the range that was asked for. */
  public static ProblemException rangeNotSatisfiable(long bytes) {
    return plain(
        of("range-not-satisfiable", "Range not satisfiable", 416, "It has " + bytes + " bytes."));
  }

  public static ProblemException tooLarge(String detail) {
    return plain(of("too-large", "Too large", 413, detail));
  }

  public static ProblemException unsupportedMediaType(String detail) {
    return plain(of("unsupported-media-type", "Unsupported media type", 415, detail));
  }

  /** Something that we need does not answer; trying again later may help. */
  public static ProblemException unavailable(String detail, Throwable cause) {
    return new ProblemException(
        of("unavailable", "Unavailable", 503, detail), RETRY_AFTER_SECONDS, cause);
  }

  /** What the router refuses on its own, by status. */
  public static Problem ofStatus(int status) {
    return BY_STATUS.getOrDefault(status, INTERNAL);
  }

  /** A fault of ours: the client learns that it happened, the log learns what. */
  public static Problem internal() {
    return INTERNAL;
  }

  private static ProblemException plain(Problem problem) {
    return new ProblemException(problem, 0, null);
  }

  private static Problem of(String type, String title, int status, String detail) {
    return new Problem(PREFIX + type, title, status, detail, null, null);
  }
}
