package dev.kindling.model.trigger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Map;

/**
 * How the events that a trigger's filter lets through become runs where it is not one run for each.
 * They pass these in the order of the components; of batch, debounce and join there is one at most.
 * Every key is an expression in CEL over the event.
 *
 * @param dedup which events are the same; null for none
 * @param batch several events become one run; null for no
 * @param debounce events that follow each other closely become one run; null for no
 * @param join events that belong together become one run; null for no
 * @param throttle how many runs there may be; null for no bound
 * @param stormBreaker when the trigger stops by itself; null for never
 */
public record TriggerShape(
    Dedup dedup,
    Batch batch,
    Debounce debounce,
    Join join,
    Throttle throttle,
    StormBreaker stormBreaker) {
  /** No shape at all. */
  public static final TriggerShape NONE = new TriggerShape(null, null, null, null, null, null);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * An event is passed over if one with the same key came less than a window before it.
   *
   * @param key null for the identity of the event: its source and id, or its place where it is no
   *     CloudEvent
   * @param window null only in an invalid spec
   */
  public record Dedup(String key, Duration window) {}

  /**
   * Events are gathered until the first of the bounds is reached, and become one run.
   *
   * @param key events of different keys are gathered apart; null for all together
   * @param count so many events; null for no bound but {@link #MOST_EVENTS}
   * @param bytes so many bytes of data; null for the most that there may be
   * @param time so long after the first event; null for no bound
   * @param file a parameter that may be too large for one; null for none
   */
  public record Batch(String key, Integer count, Integer bytes, Duration time, BatchFile file) {
    /** So many events are gathered for one run at most. */
    public static final int MOST_EVENTS = 10_000;

    /** So many bytes of data are gathered for one run at most. */
    public static final int MOST_BYTES = 500_000;

    /** The same where a parameter may become a file. */
    public static final int MOST_BYTES_OF_FILE = 4_000_000;

    /** After how many events it goes. */
    public int countBound() {
      return count == null ? MOST_EVENTS : count;
    }

    /** After how many bytes of data it goes. */
    public int bytesBound() {
      return bytes == null ? mostBytes() : bytes;
    }

    /** What {@code bytes} may be at most. */
    int mostBytes() {
      return file == null ? MOST_BYTES : MOST_BYTES_OF_FILE;
    }
  }

  /**
   * A parameter whose value becomes a file where it is large, and the parameter a link to it.
   *
   * @param parameter one of the trigger's; null only in an invalid spec
   * @param above so many bytes its JSON must have for that; null for {@link #USUAL_BYTES}
   */
  public record BatchFile(String parameter, Integer above) {
    /** Below the 128 KiB that Linux bears as one argument of a program. */
    public static final int USUAL_BYTES = 64 * 1024;

    /** What still fits into the request of a run. */
    static final int MOST_BYTES = 500_000;

    /** How many bytes of JSON stay a parameter. */
    public int bound() {
      return above == null ? USUAL_BYTES : above;
    }
  }

  /**
   * The last event of several that follow each other closely becomes a run.
   *
   * @param key events of different keys are apart; null for all together
   * @param quiet so long after the last event; null only in an invalid spec
   * @param atMost so long after the first event, whatever comes; null for no bound
   */
  public record Debounce(String key, Duration quiet, Duration atMost) {}

  /**
   * One event of each kind with the same key becomes one run. Of several of a kind the last counts.
   * What has no company after the window is a dead letter.
   *
   * @param key what belongs together; null only in an invalid spec
   * @param within so long after the first of them; null only in an invalid spec
   * @param events name of a kind → a filter that says which events are of it; never null
   */
  public record Join(String key, Duration within, Map<String, String> events) {
    public Join {
      events = events == null ? Map.of() : Immutable.copy(events);
    }
  }

  /**
   * There are at most so many runs in any span of this length.
   *
   * @param key runs of different keys are counted apart; null for all together
   * @param runs null only in an invalid spec
   * @param per never null
   * @param excess what becomes of more than that; never null
   */
  public record Throttle(String key, Integer runs, Duration per, Excess excess) {
    public Throttle {
      per = per == null ? MINUTE : per;
      excess = excess == null ? Excess.WAIT : excess;
    }
  }

  /** What becomes of an event that comes too early for a run. */
  public enum Excess {
    /** It waits for its turn. */
    @JsonProperty("wait")
    WAIT,
    /** It waits, and one that comes after it takes its place. */
    @JsonProperty("last")
    LAST,
    /** It passes without a run. */
    @JsonProperty("drop")
    DROP
  }

  /**
   * More than so many runs in a span of this length, and the trigger stops. What comes meanwhile
   * waits until somebody resumes it.
   *
   * @param runs null only in an invalid spec
   * @param per never null
   */
  public record StormBreaker(Integer runs, Duration per) {
    public StormBreaker {
      per = per == null ? MINUTE : per;
    }
  }
}
