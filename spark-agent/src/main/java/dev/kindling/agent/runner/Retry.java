package dev.kindling.agent.runner;

import dev.kindling.agent.Ticker;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Asks the same question until it is answered or its time is over, with pauses that double from 200
 * ms to 5 s and lose up to half at random, so that drivers that wait for one runner do not come
 * back in step. Blocks its caller; not thread-safe.
 */
public final class Retry {
  private static final long FIRST_PAUSE = Duration.ofMillis(200).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

  /** What the last round before the bound still gets. */
  private static final long SHORTEST_ROUND = Duration.ofMillis(200).toNanos();

  private static final long LONGEST_ROUND = Duration.ofSeconds(10).toNanos();

  private final Ticker ticker;
  private final RandomGenerator random;

  public Retry(Ticker ticker, RandomGenerator random) {
    this.ticker = ticker;
    this.random = random;
  }

  /**
   * Asks at least once.
   *
   * @param boundNanos when to give up, in nanoseconds from now
   * @param question asks once, in at most the time that it is given
   * @return the first answer, else the last reason for none
   */
  public <T> Answer<T> until(long boundNanos, Function<Duration, Answer<T>> question) {
    long start = ticker.nanoTime();
    long pause = FIRST_PAUSE;
    while (true) {
      long left = Math.max(boundNanos - (ticker.nanoTime() - start), 1);
      Answer<T> answer = question.apply(Duration.ofNanos(Math.min(left, LONGEST_ROUND)));
      left = boundNanos - (ticker.nanoTime() - start);
      if (answer instanceof Answer.Given<T> || left <= SHORTEST_ROUND) {
        return answer;
      }
      long wait = pause - (long) (random.nextDouble() * pause / 2);
      ticker.sleep(Math.min(wait, left - SHORTEST_ROUND));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}
