package dev.kindling.model.schedule;

import java.time.Duration;

/**
 * What becomes of instants that passed while no scheduler was there.
 *
 * @param policy never null, {@link MissedPolicy#LAST} where a spec says nothing
 * @param window how old an instant may be and still become a run; never null, one hour where a spec
 *     says nothing
 * @param maximum how many instants that are due at once may become runs, the latest ones; never
 *     null, 100 where a spec says nothing
 */
public record Missed(MissedPolicy policy, Duration window, Integer maximum) {
  /** What holds where a spec says nothing. */
  public static final Missed DEFAULT = new Missed(null, null, null);

  /** So many requests fit into a transaction with ease. */
  public static final int MOST = 1_000;

  public Missed {
    policy = policy == null ? MissedPolicy.LAST : policy;
    window = window == null ? Duration.ofHours(1) : window;
    maximum = maximum == null ? Integer.valueOf(100) : maximum;
  }
}
