package dev.kindling.gateway.artifact;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.kit.eventfile.EventFilePiece;
import dev.kindling.kit.kafka.KindlingTopics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The files that schedulers make of many events. They stand in pieces on {@code
 * kindling.event-files}; a reader gets them from there, one piece after the other. Called on event
 * loops; reads on worker threads.
 */
public final class EventFiles {
  /** Where brokers set the time of records, their clocks count. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** A run request may be read before its file: a transaction before it holds the partition up. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int MOST_TRIES = 50;

  /** Each reads for five seconds at most, and must not keep others from the common threads. */
  private static final int READERS = 4;

  private final Vertx vertx;
  private final WorkerExecutor readers;
  private final TopicReader topics;
  private final InstantSource clock;

  public EventFiles(Vertx vertx, TopicReader topics, InstantSource clock) {
    this.vertx = vertx;
    this.readers = vertx.createSharedWorkerExecutor("event-files", READERS);
    this.topics = topics;
    this.clock = clock;
  }

  /** A file whose pieces are all there. */
  final class Found {
    private final int partition;
    private final long[] offsets;
    private final int bytes;

    private Found(int partition, long[] offsets, int bytes) {
      this.partition = partition;
      this.offsets = offsets;
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    /** Sends all of it; the head of the response is ready. */
    Future<Void> send(HttpServerResponse response) {
      Future<Void> sending = Future.succeededFuture();
      for (long offset : offsets) {
        sending = sending.compose(before -> read(offset)).compose(response::write);
      }
      return sending.compose(before -> response.end());
    }

    private Future<Buffer> read(long offset) {
      return readers.executeBlocking(
          () ->
              topics
                  .at(null, KindlingTopics.EVENT_FILES.name(), partition, offset)
                  .map(record -> Buffer.buffer(record.value()))
                  .orElseThrow(EventFiles::gone),
          false);
    }
  }

  /**
   * Looks for a file. One that was written just now is waited for.
   *
   * @param written when, as its name says
   * @return fails with the problem 404 if it is not there any more, 503 if it cannot be read yet
   */
  Future<Found> find(String digest, Instant written) {
    return find(digest, written, MOST_TRIES);
  }

  private Future<Found> find(String digest, Instant written, int tries) {
    Instant now = clock.instant();
    if (written.isBefore(now.minus(KindlingTopics.EVENT_FILES.retention()).minus(SETTLED))) {
      return Future.failedFuture(gone());
    }
    return readers
        .executeBlocking(() -> search(digest, written), false)
        .compose(
            found -> {
              if (found.isPresent()) {
                return Future.succeededFuture(found.get());
              }
              if (written.isBefore(now.minus(SETTLED))) {
                return Future.failedFuture(gone());
              }
              return tries > 1
                  ? vertx
                      .timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                      .compose(passed -> find(digest, written, tries - 1))
                  : Future.failedFuture(
                      Problems.unavailable("The file of events cannot be read yet.", null));
            });
  }

  private Optional<Found> search(String digest, Instant written) {
    Search search = new Search(digest);
    topics.scan(KindlingTopics.EVENT_FILES.name(), digest, written.minus(SLACK), search::wantsMore);
    return search.found();
  }

  private static ProblemException gone() {
    return Problems.notFound(
        "The file of events is not there: they are kept for "
            + KindlingTopics.EVENT_FILES.retention().toDays()
            + " days.");
  }

  /** Waits for the pieces of a file, which come in their order, perhaps among others. */
  private final class Search {
    private final String digest;
    private long[] offsets = {};
    private int next;
    private int partition;
    private int bytes;

    Search(String digest) {
      this.digest = digest;
    }

    boolean wantsMore(ConsumerRecord<String, byte[]> record) {
      Optional<EventFilePiece> piece =
          digest.equals(record.key()) ? EventFilePiece.of(record.headers()) : Optional.empty();
      if (piece.isPresent() && piece.get().index() == 0) {
        offsets = new long[piece.get().count()];
        next = 0;
        bytes = piece.get().fileBytes();
        partition = record.partition();
      }
      if (piece.isPresent() && piece.get().index() == next && next < offsets.length) {
        offsets[next++] = record.offset();
      }
      return !isComplete();
    }

    private boolean isComplete() {
      return next > 0 && next == offsets.length;
    }

    Optional<Found> found() {
      return isComplete() ? Optional.of(new Found(partition, offsets, bytes)) : Optional.empty();
    }
  }
}
