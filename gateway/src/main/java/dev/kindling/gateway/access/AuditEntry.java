package dev.kindling.gateway.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * What somebody did, or was kept from: a record of {@code kindling.audit}, and the schema of the
 * same name in the contract.
 *
 * @param at when it was answered
 * @param who the caller; what was claimed where nobody is known
 * @param by how they said so: key, token, open or unknown
 * @param role of the caller; null where nobody is known
 * @param operation the contract's operationId
 * @param method of the request
 * @param path of the request, without the query
 * @param outcome what became of it
 * @param status of the answer
 * @param detail why not; null where it was done
 * @param from the address that it came from; null if nobody knows
 * @param traceId of the request; null without one
 */
public record AuditEntry(
    Instant at,
    String who,
    String by,
    Role role,
    String operation,
    String method,
    String path,
    Outcome outcome,
    int status,
    String detail,
    String from,
    String traceId) {
  /** What became of a request. */
  public enum Outcome {
    /** It was done, or is on its way. */
    DONE,
    /** It made no sense, or did not fit what stands there. */
    REFUSED,
    /** The caller may not do it. */
    DENIED,
    /** We could not. */
    FAILED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of an HTTP status. */
    public static Outcome of(int status) {
      if (status == 401 || status == 403 || status == 429) {
        return DENIED;
      }
      return status < 400 ? DONE : status < 500 ? REFUSED : FAILED;
    }
  }
}
