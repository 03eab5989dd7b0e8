package dev.kindling.gateway.artifact;

import dev.kindling.gateway.artifact.ArtifactStore.Stored;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Files on their way into a store: each is written to a folder of this machine, counted, digested
 * and forced to the disk before the store takes it, so that a store never sees half of one.
 */
final class Arrivals {
  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final Path folder;

  /** What a store does with a file that has come whole. On a worker thread. */
  @FunctionalInterface
  interface Keeper {
    void keep(Path file, Stored stored) throws IOException;
  }

  /**
   * Makes the folder if there is none. Blocking.
   *
   * @param workers where a store takes files; it may be slow
   * @throws UncheckedIOException if it cannot be used
   */
  Arrivals(Vertx vertx, WorkerExecutor workers, Path folder) {
    this.vertx = vertx;
    this.workers = workers;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link ArtifactStore#put}; whatever becomes of it, nothing is left in the folder. */
  Future<Stored> take(
      ReadStream<Buffer> content, long most, Consumer<String> check, Intent intent, Keeper keeper) {
    Path arriving = folder.resolve(UUID.randomUUID().toString());
    // Before anything else is waited for: it hears of a sender that goes meanwhile.
    Pipe<Buffer> pipe = content.pipe();
    return vertx
        .fileSystem()
        .open(arriving.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
        .onFailure(failure -> pipe.close())
        .compose(file -> write(pipe, new DigestStream(file, most), file))
        .compose(
            stored ->
                workers.executeBlocking(
                    () -> {
                      check.accept(stored.digest());
                      if (!intent.isDry()) {
                        force(arriving, stored.bytes());
                        keeper.keep(arriving, stored);
                      }
                      return stored;
                    },
                    false))
        .eventually(
            () ->
                vertx.executeBlocking(() -> Files.deleteIfExists(arriving), false).otherwiseEmpty())
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof ProblemException
                        ? failure
                        : Problems.unavailable("The gateway cannot keep the file.", failure)));
  }

  private static Future<Stored> write(Pipe<Buffer> pipe, DigestStream digest, AsyncFile file) {
    return pipe.endOnComplete(false)
        .to(digest)
        .eventually(file::close)
        .map(written -> new Stored(digest.digest(), digest.bytes()));
  }

  private static void force(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
      if (channel.size() != bytes) {
        // A pipe ends with its source, whatever became of the last writes: the disk may be full.
        throw new IOException("of " + bytes + " bytes " + channel.size() + " are on the disk");
      }
    }
  }

  /** Deletes what a crash has left. Blocking. */
  void sweep(Instant before) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
