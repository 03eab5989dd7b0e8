package dev.kindling.gateway.stream;

import dev.kindling.gateway.problem.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that are open: bounded, and all ended when the gateway stops, so that their readers
 * go to another one at once. Thread-safe.
 */
public final class OpenStreams {
  private final int most;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  public OpenStreams(int most, MeterRegistry meters) {
    this.most = most;
    Gauge.builder("kindling.gateway.streams", open, Set::size).register(meters);
  }

  /** Refuses with the problem 503 when there are too many, or the gateway stops. */
  void check() {
    if (ending || open.size() >= most) {
      throw Problems.unavailable(
          ending
              ? "The gateway is stopping: ask another one."
              : "There are " + most + " streams already.",
          null);
    }
  }

  void add(EventStream stream) {
    open.add(stream);
    if (ending) {
      stream.end();
    }
  }

  void remove(EventStream stream) {
    open.remove(stream);
  }

  /** Ends all, and every one that comes later. */
  public void end() {
    ending = true;
    open.forEach(EventStream::end);
  }
}
