package dev.kindling.shipper;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the shipper. It reads files and waits, so it is none of Vert.x's; the
 * answers of Elasticsearch come in through {@link #execute} and are worked through here. No state
 * of the shipper needs a lock.
 */
public final class ShipperThread implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(ShipperThread.class);

  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final Promise<Void> ended = Promise.promise();
  private final AtomicReference<Throwable> death = new AtomicReference<>();
  private final Duration drainBound;
  private volatile boolean stopping;

  /**
   * @param drainBound how long a stop waits until everything that was read is safe; what is not
   *     will be read again after the next start
   */
  public ShipperThread(Duration drainBound) {
    this.drainBound = drainBound;
  }

  /** Starts the thread. Called once. */
  public void start(Shipper shipper) {
    Thread thread = new Thread(() -> run(shipper), "log-shipper");
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs a task on the thread, soon. */
  @Override
  public void execute(Runnable task) {
    mailbox.add(task);
  }

  /** Stops; completes when the last checkpoint is written. */
  public Future<Void> stop() {
    stopping = true;
    mailbox.add(() -> {});
    return ended.future();
  }

  /** What ended the thread; null while it runs or if it was stopped. */
  public Throwable death() {
    return death.get();
  }

  private void run(Shipper shipper) {
    try {
      while (!stopping) {
        work(shipper.turn());
      }
      long end = System.nanoTime() + drainBound.toNanos();
      shipper.drain();
      while (!shipper.isDrained() && System.nanoTime() < end) {
        work(Shipper.POLL_MILLIS);
        shipper.drain();
      }
      shipper.close();
    } catch (RuntimeException | InterruptedException | Error e) {
      death.set(e);
      LOG.error("the shipper's thread died; the process should be restarted", e);
    } finally {
      ended.complete();
    }
  }

  private void work(long waitMillis) throws InterruptedException {
    Runnable task = mailbox.poll(waitMillis, TimeUnit.MILLISECONDS);
    while (task != null) {
      task.run();
      task = mailbox.poll();
    }
  }
}
