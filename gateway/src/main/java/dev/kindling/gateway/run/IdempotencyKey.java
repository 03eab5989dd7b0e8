package dev.kindling.gateway.run;

import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.problem.Problems;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key under which a client may send the same request again. */
public final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";

  /** Visible ASCII and spaces between; it becomes part of a hash and of the run's record. */
  private static final Pattern FORM =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

  private IdempotencyKey() {}

  /** Throws the problem 400 if there is one that is none. */
  public static Optional<String> of(Call call) {
    Optional<String> key = call.header(HEADER);
    if (key.isPresent() && !FORM.matcher(key.get()).matches()) {
      throw Problems.invalid(HEADER, "must be 1 to 255 visible ASCII characters.");
    }
    return key;
  }
}
