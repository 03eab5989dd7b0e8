package dev.kindling.gateway.artifact;

import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.kit.eventfile.EventFileName;
import dev.kindling.kit.eventfile.EventFilePiece;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.artifact.ArtifactRef;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The files that schedulers make of many events. They stand in pieces on {@code
 * kindling.event-files}; a reader gets them from there, one piece after the other. Called on event
 * loops; reads on worker threads.
 */
public final class EventFiles {
  /** Clocks of machines differ. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final TopicReader topics;

  public EventFiles(Vertx vertx, TopicReader topics) {
    this.vertx = vertx;
    this.topics = topics;
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
      return vertx.executeBlocking(
          () ->
              topics
                  .at(null, KindlingTopics.EVENT_FILES.name(), partition, offset)
                  .map(record -> Buffer.buffer(record.value()))
                  .orElseThrow(EventFiles::gone),
          false);
    }
  }

  /** Looks for a file; empty if its name is none of events, or it is not there any more. */
  Future<Optional<Found>> find(ArtifactRef file) {
    Optional<Instant> written = EventFileName.writtenAt(file);
    return written.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : vertx.executeBlocking(() -> find(file.digest(), written.get()), false);
  }

  private Optional<Found> find(String digest, Instant written) {
    Search search = new Search(digest);
    topics.scan(KindlingTopics.EVENT_FILES.name(), digest, written.minus(SLACK), search::wantsMore);
    return search.found();
  }

  private static RuntimeException gone() {
    return Problems.notFound("The file of events is not there any more.");
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
