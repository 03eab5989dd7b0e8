package dev.kindling.shipper.checkpoint;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints one after the other: beside the shipper's thread where nothing waits for it,
 * so that a slow disk keeps no line back, and on it where the next step must not be done before.
 * Never an older one after a newer. Used by the shipper's thread only.
 */
public final class CheckpointWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final CheckpointFile file;
  private final Executor beside;
  private final Executor owner;
  private FutureTask<Void> underWay;

  /**
   * @param beside runs writes that nothing waits for, one at a time
   * @param owner runs tasks on the shipper's thread
   */
  public CheckpointWriter(CheckpointFile file, Executor beside, Executor owner) {
    this.file = file;
    this.beside = beside;
    this.owner = owner;
  }

  /** Whether a write is under way whose end will be told. */
  public boolean isBusy() {
    return underWay != null;
  }

  /**
   * Begins a write while none is under way.
   *
   * @param then hears of its end on the shipper's thread, with what went wrong if something did;
   *     does not if {@link #write} came meanwhile
   */
  public void begin(Checkpoint checkpoint, Consumer<Optional<IOException>> then) {
    FutureTask<Void> write = new FutureTask<>(() -> written(checkpoint));
    underWay = write;
    beside.execute(
        () -> {
          write.run();
          owner.execute(() -> ended(write, then));
        });
  }

  private Void written(Checkpoint checkpoint) throws IOException {
    file.write(checkpoint);
    return null;
  }

  private void ended(FutureTask<Void> write, Consumer<Optional<IOException>> then) {
    if (underWay == write) {
      underWay = null;
      then.accept(failure(write));
    }
  }

  /**
   * Writes, after the one that is under way. Blocks.
   *
   * @throws IOException if it is not durable now
   */
  public void write(Checkpoint checkpoint) throws IOException {
    if (underWay != null) {
      underWay.run(); // does nothing if it has begun elsewhere
      await(underWay);
      underWay = null;
    }
    file.write(checkpoint);
  }

  /** Whatever became of it, the newer one counts; but it must be over. */
  private static void await(FutureTask<Void> write) throws IOException {
    try {
      write.get();
    } catch (ExecutionException e) {
      LOG.debug("a checkpoint was not written; the next one is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Optional<IOException> failure(FutureTask<Void> write) {
    try {
      write.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new IOException("interrupted", e));
    }
  }
}
