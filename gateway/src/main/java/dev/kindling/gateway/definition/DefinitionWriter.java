package dev.kindling.gateway.definition;

import dev.kindling.gateway.definition.DefinitionLog.StartOver;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes definitions so that no update is ever lost, with any number of gateways: claim, read to
 * the end, decide against what stands there, write, commit. The claim fences the writer before; who
 * is fenced starts over from the claim. While nobody else claims, it is kept, and a write costs one
 * transaction.
 *
 * <p>Blocking; called by one thread at a time.
 */
final class DefinitionWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionWriter.class);

  private final DefinitionLog log;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Counter claims;

  /** Topic → what the view must have read before anything is decided. */
  private final Map<String, Map<Integer, Long>> floors = new HashMap<>();

  /**
   * @param writing how long one write may take in all before the client is told to try again
   * @param reading how long to wait for the view to show what was written
   * @param pause between two tries after the log failed
   */
  record Limits(Duration writing, Duration reading, Duration pause) {}

  DefinitionWriter(DefinitionLog log, Limits limits, LongSupplier nanoTime, MeterRegistry meters) {
    this.log = log;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.claims = meters.counter("kindling.gateway.definition.claims");
  }

  /**
   * Makes one change.
   *
   * @param decide what to change, given the current state; may throw a problem, which ends the
   *     write
   * @throws dev.kindling.gateway.problem.ProblemException also with 503 when Kafka does not answer
   *     in time
   */
  <D> Written<D> write(
      DefinitionKind<?, D> kind,
      DefinitionView<D> view,
      String name,
      Function<Optional<D>, Change<D>> decide) {
    long deadline = nanoTime.getAsLong() + limits.writing().toNanos();
    Unsettled<D> unsettled = null;
    while (true) {
      Unsettled<D> trying = null;
      try {
        awaitTruth(kind.topic().name(), view, deadline);
        Optional<D> current = view.get(name);
        if (unsettled != null && unsettled.happened(current)) {
          return new Written<>(unsettled.change.result(), unsettled.change.created(), true);
        }
        Change<D> change = decide.apply(current);
        if (!change.needed()) {
          return new Written<>(change.result(), false, true);
        }
        trying = new Unsettled<>(current, change);
        byte[] value = change.next().map(Json::bytes).orElse(null);
        Position written = log.write(kind.topic().name(), name, value);
        return new Written<>(
            change.result(), change.created(), isVisible(kind.topic().name(), view, written));
      } catch (StartOver e) {
        unsettled = e.mayBeWritten() ? trying : unsettled;
        if (nanoTime.getAsLong() - deadline >= 0) {
          throw unsettled == null
              ? Problems.unavailable("Kafka does not answer: nothing was written.", e)
              : uncertain(e);
        }
        LOG.info("the write of {} {} starts over: {}", kind.noun(), name, e.getMessage());
        pause();
      }
    }
  }

  private static ProblemException uncertain(Throwable cause) {
    return Problems.unavailable(
        "Kafka did not confirm the change. It may have been made: read what stands there before"
            + " you send it again.",
        cause);
  }

  /**
   * Takes the right to write, which ends a transaction that a gateway left open when it died. Until
   * then nobody reads on in the partition that it wrote to; Kafka itself ends it after 15 to 25 s.
   */
  void settle() {
    try {
      claim();
    } catch (StartOver e) {
      LOG.info("nothing is settled: {}", e.getMessage());
    }
  }

  private void claim() {
    if (log.claim()) {
      claims.increment();
      floors.clear();
    }
  }

  private void awaitTruth(String topic, DefinitionView<?> view, long deadline) {
    claim();
    Map<Integer, Long> floor = floors.computeIfAbsent(topic, this::ends);
    for (Map.Entry<Integer, Long> end : floor.entrySet()) {
      long left = Math.max(1, deadline - nanoTime.getAsLong());
      if (!passed(view, end.getKey(), end.getValue(), left)) {
        throw Problems.unavailable("The gateway lags behind " + topic + ".", null);
      }
    }
  }

  private Map<Integer, Long> ends(String topic) {
    Map<Integer, Long> ends = new HashMap<>();
    List<Position> positions = log.ends(topic);
    positions.forEach(position -> ends.put(position.partition(), position.offset()));
    return ends;
  }

  private boolean isVisible(String topic, DefinitionView<?> view, Position written) {
    floors.get(topic).merge(written.partition(), written.offset(), Math::max);
    return passed(view, written.partition(), written.offset(), limits.reading().toNanos());
  }

  private static boolean passed(DefinitionView<?> view, int partition, long offset, long nanos) {
    try {
      view.passed(partition, offset)
          .toCompletionStage()
          .toCompletableFuture()
          .get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw Problems.unavailable("The gateway's view of the definitions has stopped.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.unavailable("The gateway is stopping.", e);
    }
  }

  /**
   * A change whose commit was sent and whose answer never came.
   *
   * @param base what stood there when it was decided
   */
  private record Unsettled<D>(Optional<D> base, Change<D> change) {
    /**
     * Whether it was made after all. If somebody else has written meanwhile, nobody can say: to
     * make it again might undo what they did.
     */
    boolean happened(Optional<D> current) {
      if (change.next().equals(current)) {
        return true;
      }
      if (base.equals(current)) {
        return false;
      }
      throw uncertain(null);
    }
  }

  private void pause() {
    try {
      Thread.sleep(limits.pause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.unavailable("The gateway is stopping.", e);
    }
  }
}
