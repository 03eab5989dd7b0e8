package dev.kindling.model.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kindling.model.job.OnConflict;
import java.time.Instant;

/**
 * What whoever asked for a run wants of its admission, beside what its job says.
 *
 * @param whenRunning what becomes of it while a run before it of the same schedule or trigger has
 *     not ended; null for nothing
 * @param startBy how long it may wait for its first attempt; null for no bound
 * @param priority instead of the job's; null for the job's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTerms(OnConflict whenRunning, Instant startBy, Integer priority) {
  /** None at all. */
  public static final RunTerms NONE = new RunTerms(null, null, null);
}
