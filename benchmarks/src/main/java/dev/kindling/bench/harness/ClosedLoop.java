package dev.kindling.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * So many operations, so many at a time: the next begins when one is done. With one at a time
 * everything happens on the caller's thread.
 */
public final class ClosedLoop {
  private final int operations;
  private final int inFlight;

  public ClosedLoop(int operations, int inFlight) {
    this.operations = operations;
    this.inFlight = inFlight;
  }

  /** One operation; blocks until it is done. */
  @FunctionalInterface
  public interface Operation {
    /**
     * @param number from 0, each once
     * @param lane from 0 to "in flight" - 1; never two at a time in one
     */
    Passage run(int number, int lane);
  }

  /**
   * @throws BenchException the first failure of an operation, after all have come to rest
   */
  public Timings run(Operation operation) {
    Passage[] passages = new Passage[operations];
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime();
    if (inFlight == 1) {
      lane(0, next, operation, passages);
    } else {
      lanes(next, operation, passages);
    }
    return new Timings(List.of(passages), System.nanoTime() - begin);
  }

  private void lanes(AtomicInteger next, Operation operation, Passage[] passages) {
    ExecutorService threads = Executors.newFixedThreadPool(inFlight);
    try {
      List<Future<?>> lanes = new ArrayList<>();
      for (int lane = 0; lane < inFlight; lane++) {
        int number = lane;
        lanes.add(threads.submit(() -> lane(number, next, operation, passages)));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while measuring", interrupted);
    } catch (ExecutionException failure) {
      throw new BenchException(
          "An operation failed: " + failure.getCause().getMessage(), failure.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void lane(int lane, AtomicInteger next, Operation operation, Passage[] passages) {
    for (int number = next.getAndIncrement();
        number < operations;
        number = next.getAndIncrement()) {
      passages[number] = operation.run(number, lane);
    }
  }
}
