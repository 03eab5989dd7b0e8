package dev.kindling.shipper;

import dev.kindling.shipper.checkpoint.CheckpointWriter;
import dev.kindling.shipper.delivery.Delivery;
import dev.kindling.shipper.tail.Directories;
import dev.kindling.shipper.tail.LagWatch;
import dev.kindling.shipper.tail.LogStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn after the other: look for directories, read, join, hand to the delivery, keep the
 * checkpoint. All state of the shipper belongs to the one thread that calls {@link #turn}.
 *
 * <p>The order that makes it safe: a forced boundary is durable before its event is sent, a new
 * generation before its first, a refusal before its dead letter is; an acknowledgement is there
 * before the checkpoint moves.
 */
public final class Shipper {
  private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);
  static final long POLL_MILLIS = 250;

  /** Of files that grow; never more than a look a millisecond, however many those are. */
  private static final long BUSY_POLL_MILLIS = 2;

  private static final long CHECKPOINT_MILLIS = 1_000;
  private static final int READ_BYTES = 256 * 1024;

  private final Directories directories;
  private final Delivery delivery;
  private final CheckpointWriter checkpoints;
  private final LagWatch lags;
  private final ShipperClock clock;
  private final AtomicReference<ShipperStatus> status;
  private final byte[] buffer = new byte[READ_BYTES];
  private List<LogStream> streams = List.of();
  private List<LogStream> busy = List.of();

  /** Streams whose files could not be looked at in this round. */
  private final Set<LogStream> unseen = new HashSet<>();

  private long nextPollAt = Long.MIN_VALUE;
  private long nextBusyAt = Long.MAX_VALUE;
  private long lastCheckpointAt = Long.MIN_VALUE / 2; // long ago, and without an overflow
  private long behindSince;
  private boolean behind;
  private boolean backlog;
  private long written;
  private int nextStream;
  private String checkpointProblem;

  public Shipper(
      Directories directories,
      Delivery delivery,
      CheckpointWriter checkpoints,
      LagWatch lags,
      ShipperClock clock,
      AtomicReference<ShipperStatus> status) {
    this.directories = directories;
    this.delivery = delivery;
    this.checkpoints = checkpoints;
    this.lags = lags;
    this.clock = clock;
    this.status = status;
  }

  /**
   * Does what is due.
   *
   * @return milliseconds until something is due again, at least 0, if no answer comes before
   */
  public long turn() {
    long now = clock.monotonicMillis();
    boolean poll = now >= nextPollAt;
    if (poll) {
      nextPollAt = now + POLL_MILLIS;
      look(now);
    } else if (now >= nextBusyAt) {
      lookAtBusy(now);
    }
    if (poll || backlog) {
      read(now);
      goOn(now);
    }
    keepRefusals(now);
    delivery.pump();
    keepCheckpoint(now);
    report(now);
    boolean readMore = backlog && delivery.hasRoom();
    long due = Math.min(nextPollAt, nextBusyAt);
    long next = readMore ? now : Math.min(due, delivery.nextPumpAt());
    return Math.max(0, next - clock.monotonicMillis());
  }

  /** Sends what was read, without reading more: the service stops. */
  public void drain() {
    delivery.hurry();
    keepRefusals(clock.monotonicMillis());
    delivery.pump();
    report(clock.monotonicMillis());
  }

  /** Whether everything that was read is safe. */
  public boolean isDrained() {
    return delivery.isIdle();
  }

  /** Writes the last checkpoint and gives all files back. */
  public void close() {
    long now = clock.monotonicMillis();
    if (isBehind(now)) {
      isCheckpointWritten(now);
    }
    for (LogStream stream : directories.streams()) {
      try {
        stream.close();
      } catch (IOException e) {
        LOG.warn("{} could not be closed", stream.source().path(), e);
      }
    }
  }

  private void look(long now) {
    directories.look(clock.millis());
    streams = directories.streams();
    unseen.clear();
    streams.forEach(stream -> look(stream, now));
    lags.look(streams, now, clock.millis());
    busy = streams.stream().filter(stream -> stream.isBusy(now)).toList();
    planBusy(now);
  }

  private void look(LogStream stream, long now) {
    try {
      stream.look(now);
    } catch (IOException e) {
      unseen.add(stream);
      directories.troubles().began(stream.source().path(), e);
    }
  }

  /** Between two polls, what somebody writes to is read soon; what is more waits for the poll. */
  private void lookAtBusy(long now) {
    for (LogStream stream : busy) {
      if (!delivery.hasRoom()) {
        break;
      }
      look(stream, now);
      backlog |= isMoreLeft(stream, now);
    }
    planBusy(now);
  }

  private void planBusy(long now) {
    nextBusyAt = busy.isEmpty() ? Long.MAX_VALUE : now + Math.max(BUSY_POLL_MILLIS, busy.size());
  }

  /** One buffer of each stream; where memory ends the round, the next one goes on. */
  private void read(long now) {
    backlog = false;
    int count = streams.size();
    int begin = nextStream;
    for (int i = 0; i < count; i++) {
      nextStream = (begin + i) % count;
      if (!delivery.hasRoom()) {
        backlog = true;
        return;
      }
      backlog |= isMoreLeft(streams.get(nextStream), now);
    }
    nextStream = count == 0 ? 0 : (begin + 1) % count;
  }

  private boolean isMoreLeft(LogStream stream, long now) {
    if (unseen.contains(stream)) {
      return false;
    }
    try {
      boolean more = stream.read(now, buffer, delivery::offer);
      directories.troubles().ended(stream.source().path());
      return more;
    } catch (IOException e) {
      directories.troubles().began(stream.source().path(), e);
      return false;
    }
  }

  private void goOn(long now) {
    List<LogStream> decided = new ArrayList<>();
    for (LogStream stream : streams) {
      if (delivery.hasRoom() && stream.needsCheckpoint(now)) {
        stream.decide();
        decided.add(stream);
      }
    }
    if (!decided.isEmpty() && isCheckpointWritten(now)) {
      decided.forEach(stream -> stream.apply(delivery::offer));
    }
  }

  private void keepRefusals(long now) {
    if (delivery.hasRefusals() && isCheckpointWritten(now)) {
      delivery.refusalsAreDurable();
    }
  }

  private void keepCheckpoint(long now) {
    if (isBehind(now) && now - lastCheckpointAt >= CHECKPOINT_MILLIS && !checkpoints.isBusy()) {
      long safe = safeBytes();
      lastCheckpointAt = now;
      checkpoints.begin(
          directories.checkpoint(),
          failure -> failure.ifPresentOrElse(this::notWritten, () -> written(safe)));
    }
  }

  private boolean isBehind(long now) {
    if (safeBytes() != written && !behind) {
      behind = true;
      behindSince = now;
    }
    return behind;
  }

  private long safeBytes() {
    return streams.stream().mapToLong(LogStream::safeBytes).sum();
  }

  /** Blocks. What waits for it must not be done before. */
  private boolean isCheckpointWritten(long now) {
    try {
      lastCheckpointAt = now;
      checkpoints.write(directories.checkpoint());
      written(safeBytes());
      return true;
    } catch (IOException e) {
      notWritten(e);
      return false;
    }
  }

  private void written(long safe) {
    written = safe;
    behind = false;
    checkpointProblem = null;
  }

  private void notWritten(IOException failure) {
    if (checkpointProblem == null) {
      LOG.error("the checkpoint cannot be written; lines may arrive late", failure);
    }
    checkpointProblem = "the checkpoint cannot be written: " + failure;
  }

  private void report(long now) {
    status.set(
        new ShipperStatus(
            streams.size(),
            directories.waiting(),
            directories.foreign(),
            lags.lag(streams),
            delivery.heldBytes(),
            behind ? now - behindSince : 0,
            delivery.problem().orElse(null),
            checkpointProblem == null
                ? directories.troubles().summary().orElse(null)
                : checkpointProblem));
  }
}
