package dev.kindling.model.trigger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * What became of a dead letter, as it stands on {@code kindling.dead-letters} under the letter's
 * own key, behind it. The last one counts.
 *
 * @param letter the id of the letter: its partition and offset there, with a dash between them
 * @param how never null
 * @param runs the runs that were asked for; never null
 * @param by who did it, may be null
 * @param reason why, for people; may be null
 * @param at when
 */
public record DeadLetterEnd(
    String letter, How how, List<String> runs, String by, String reason, Instant at) {
  public DeadLetterEnd {
    runs = runs == null ? List.of() : List.copyOf(runs);
  }

  /** The two ways to be done with a letter. */
  public enum How {
    @JsonProperty("replayed")
    REPLAYED,
    @JsonProperty("discarded")
    DISCARDED
  }
}
