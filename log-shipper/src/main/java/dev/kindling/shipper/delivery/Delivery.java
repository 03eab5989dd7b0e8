package dev.kindling.shipper.delivery;

import dev.kindling.shipper.ShipperMetrics;
import dev.kindling.shipper.document.LogDocument;
import dev.kindling.shipper.document.RefusedDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends documents until each is safe: in its index, in the dead-letter index, or in the dead-letter
 * file. Nothing else ends a document's stay here, whatever the cluster answers and however long. A
 * document becomes a dead letter only after {@link #refusalsAreDurable}.
 *
 * <p>All methods run on the shipper's thread; the store's callbacks are handed to it through the
 * executor. Back-pressure: {@link #hasRoom()} is false while too much is held.
 */
public final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** Dead letters of one request. */
  private static final int LETTERS = 100;

  private final SearchStore store;
  private final DeliveryLimits limits;
  private final Backoff backoff;
  private final DeadLetterFile deadLetters;
  private final ShipperMetrics metrics;
  private final Executor shipperThread;
  private final LongSupplier clock;
  private final DeliveryQueue queue;
  private final RefusedDocument refused = new RefusedDocument();

  /** Dead letters that must not be sent before the checkpoint has them. */
  private final List<LogDocument> undurable = new ArrayList<>();

  private boolean prepared;
  private boolean preparing;
  private boolean hurry;
  private int inFlight;

  /** How many may be on their way: one while Elasticsearch is busy. */
  private int lanes;

  private int failures;
  private int refusals;
  private int batchBytes;

  /** How long answers take, none more than the spacing may be; each counts for an eighth. */
  private double answerMillis;

  private long sentAt = Long.MIN_VALUE / 2; // long ago, and without an overflow
  private long waitUntil = Long.MIN_VALUE;
  private String problem = "Elasticsearch has not answered yet";

  /**
   * @param clock milliseconds that never go back
   */
  public Delivery(
      SearchStore store,
      DeliveryLimits limits,
      Backoff backoff,
      DeadLetterFile deadLetters,
      ShipperMetrics metrics,
      Executor shipperThread,
      LongSupplier clock) {
    this.store = store;
    this.limits = limits;
    this.backoff = backoff;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.shipperThread = shipperThread;
    this.clock = clock;
    this.queue = new DeliveryQueue(limits);
    this.batchBytes = limits.batchBytes();
    this.lanes = limits.requests();
  }

  /** Whether more documents may be offered. */
  public boolean hasRoom() {
    return queue.hasRoom();
  }

  /** Bytes of documents that are not safe yet. */
  public long heldBytes() {
    return queue.heldBytes();
  }

  /** Whether every document offered is safe. */
  public boolean isIdle() {
    return inFlight == 0 && queue.isEmpty() && undurable.isEmpty();
  }

  /** Whether documents were refused that the checkpoint does not know of yet. */
  public boolean hasRefusals() {
    return !undurable.isEmpty();
  }

  /** The checkpoint knows of all that were refused: they are sent as dead letters. */
  public void refusalsAreDurable() {
    for (int from = 0; from < undurable.size(); from += LETTERS) {
      int to = Math.min(from + LETTERS, undurable.size());
      queue.giveBack(List.copyOf(undurable.subList(from, to)));
    }
    undurable.clear();
  }

  /** What keeps documents from arriving; empty if nothing does. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** From now on send at once: the service stops. */
  public void hurry() {
    hurry = true;
  }

  /** Takes a document; its stream is told when it is safe. */
  public void offer(LogDocument document) {
    queue.offer(document);
  }

  /** Sends what is due. */
  public void pump() {
    long now = clock.getAsLong();
    if (now < waitUntil || preparing) {
      return;
    }
    if (!prepared) {
      preparing = true;
      store.prepare(result -> shipperThread.execute(() -> onPrepared(result)));
      return;
    }
    while (inFlight < lanes) {
      List<LogDocument> batch = queue.next(batchBytes, hurry || now >= dueAt());
      if (batch == null) {
        return;
      }
      inFlight++;
      sentAt = now;
      store.bulk(batch, outcome -> shipperThread.execute(() -> onOutcome(batch, now, outcome)));
    }
  }

  /** When {@link #pump()} has something to do next if nothing happens before. */
  public long nextPumpAt() {
    if (preparing || (prepared && inFlight >= lanes)) {
      return Long.MAX_VALUE;
    }
    return prepared ? Math.max(waitUntil, queue.dueAt(dueAt())) : waitUntil;
  }

  /**
   * When a request that is not full may go. A line that comes alone goes at once; but a busy
   * Elasticsearch gets fewer and larger requests: what comes in single lines has one request on its
   * way at most, on average.
   */
  private long dueAt() {
    return sentAt + Math.max(limits.leastSpacingMillis(), Math.round(answerMillis));
  }

  private void onPrepared(Optional<String> trouble) {
    preparing = false;
    if (trouble.isPresent()) {
      pause(trouble.get());
      return;
    }
    prepared = true;
    failures = 0;
    problem = null;
    LOG.info("the index templates are in place");
  }

  private void onOutcome(List<LogDocument> batch, long begin, BulkOutcome outcome) {
    inFlight--;
    double millis = (double) Math.min(clock.getAsLong() - begin, limits.mostSpacingMillis());
    answerMillis = answerMillis == 0 ? millis : answerMillis + (millis - answerMillis) / 8;
    if (outcome instanceof BulkOutcome.Answered answered) {
      onAnswered(batch, answered.items());
    } else if (outcome instanceof BulkOutcome.Refused whole) {
      onRefused(batch, whole);
    } else if (outcome instanceof BulkOutcome.Unreachable unreachable) {
      prepared = false; // it may come back as another, empty one
      retry(batch, "Elasticsearch does not answer: " + unreachable.reason());
    }
  }

  private void onAnswered(List<LogDocument> batch, List<ItemResult> items) {
    if (items.size() != batch.size()) {
      retry(batch, "the answer has " + items.size() + " items for " + batch.size());
      return;
    }
    List<LogDocument> again = new ArrayList<>();
    ItemResult worst = null;
    for (int i = 0; i < items.size(); i++) {
      LogDocument document = batch.get(i);
      switch (Verdict.of(items.get(i))) {
        case ARRIVED -> arrived(document);
        case DUPLICATE -> {
          metrics.duplicate();
          arrived(document);
        }
        case RETRY -> {
          again.add(document);
          worst = items.get(i);
        }
        case REFUSED -> refuse(document, items.get(i).errorType(), items.get(i).reason());
      }
    }
    if (again.isEmpty()) {
      failures = 0;
      problem = null;
      if (batchBytes == limits.batchBytes()) {
        lanes = Math.min(limits.requests(), lanes + 1);
      }
      batchBytes = Math.min(limits.batchBytes(), batchBytes + batchBytes / 8 + 1);
    } else {
      retry(
          again,
          "documents are refused with "
              + worst.status()
              + " "
              + Remedy.added(worst.status(), worst.reason()));
    }
  }

  private void onRefused(List<LogDocument> batch, BulkOutcome.Refused whole) {
    boolean tooLarge = whole.status() == 413;
    if (tooLarge || whole.status() == 400) {
      if (batch.size() > 1) {
        split(batch, tooLarge);
      } else if (tooLarge) {
        shorten(batch.get(0), whole.reason());
      } else {
        refuse(batch.get(0), "bad_request", whole.reason());
      }
      return;
    }
    prepared = prepared && whole.status() != 404;
    retry(
        batch,
        "Elasticsearch answers "
            + whole.status()
            + ": "
            + Remedy.added(whole.status(), whole.reason()));
  }

  private void split(List<LogDocument> batch, boolean tooLarge) {
    int middle = batch.size() / 2;
    queue.giveBack(List.copyOf(batch.subList(middle, batch.size())));
    queue.giveBack(List.copyOf(batch.subList(0, middle)));
    if (tooLarge) {
      batchBytes = Math.max(limits.leastBatchBytes(), batchBytes / 2);
    }
  }

  private void shorten(LogDocument document, String reason) {
    Optional<LogDocument> shorter = refused.shortened(document);
    if (shorter.isPresent()) {
      again(document, shorter.get());
    } else {
      refuse(document, "content_too_long", reason);
    }
  }

  private void refuse(LogDocument document, String type, String reason) {
    refusals++;
    if (Integer.bitCount(refusals) == 1) { // ever more rarely: we may be shipping this very log
      LOG.warn(
          "document {} for {} is refused ({} so far): {} {}",
          document.id(),
          document.index(),
          refusals,
          type,
          reason);
    }
    metrics.deadLetter();
    if (!document.deadLetter()) {
      LogDocument letter = refused.deadLetter(document, type, reason);
      queue.resized(document, letter);
      document.stream().refused(document, type, reason);
      undurable.add(letter);
      return;
    }
    try {
      deadLetters.append(document);
      arrived(document);
    } catch (IOException e) {
      retry(List.of(document), "the dead-letter file cannot be written: " + e.getMessage());
    }
  }

  private void again(LogDocument before, LogDocument after) {
    queue.resized(before, after);
    queue.giveBack(List.of(after));
  }

  private void retry(List<LogDocument> documents, String why) {
    metrics.retried(documents.size());
    queue.giveBack(List.copyOf(documents));
    batchBytes = Math.max(limits.leastBatchBytes(), batchBytes / 2);
    lanes = 1;
    pause(why);
  }

  private void pause(String why) {
    failures++;
    long millis = backoff.millis(failures);
    waitUntil = Math.max(waitUntil, clock.getAsLong() + millis);
    if (problem == null || Integer.bitCount(failures) == 1) { // the first, then ever more rarely
      LOG.warn("delivery waits {} ms and tries again: {}", millis, why);
    }
    problem = why;
  }

  private void arrived(LogDocument document) {
    queue.release(document);
    metrics.arrived(document.length());
    document.stream().arrived(document);
  }
}
