package dev.kindling.gateway.artifact;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Artifacts in a folder, {@code ab/abcd…}; several gateways share it by a file system that they all
 * mount. A file comes in under another name, is forced to the disk, and then moved to its own: a
 * crash leaves no half artifact, and two uploads of the same content cannot disturb each other.
 */
public final class DiskStore implements ArtifactStore {
  private final Vertx vertx;
  private final Path folder;

  /**
   * Makes the folder if there is none. Blocking.
   *
   * @throws UncheckedIOException if it cannot be used
   */
  public DiskStore(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
    try {
      Files.createDirectories(incoming());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path incoming() {
    return folder.resolve("incoming");
  }

  private Path place(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest);
  }

  @Override
  public Future<Stored> put(ReadStream<Buffer> content, long most, Consumer<String> check) {
    Path arriving = incoming().resolve(UUID.randomUUID().toString());
    // Before anything else is waited for: it hears of a sender that goes meanwhile.
    Pipe<Buffer> pipe = content.pipe();
    return vertx
        .fileSystem()
        .open(arriving.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
        .onFailure(failure -> pipe.close())
        .compose(file -> write(pipe, new DigestStream(file, most), file))
        .compose(stored -> vertx.executeBlocking(() -> keep(arriving, stored, check), false))
        .onFailure(failure -> vertx.fileSystem().delete(arriving.toString()))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof ProblemException ? failure : unusable(failure)));
  }

  private static Future<Stored> write(Pipe<Buffer> pipe, DigestStream digest, AsyncFile file) {
    return pipe.endOnComplete(false)
        .to(digest)
        .eventually(file::close)
        .map(written -> new Stored(digest.digest(), digest.bytes()));
  }

  private Stored keep(Path arriving, Stored stored, Consumer<String> check) {
    check.accept(stored.digest());
    Path place = place(stored.digest());
    try (FileChannel channel = FileChannel.open(arriving, StandardOpenOption.WRITE)) {
      channel.force(true);
      if (channel.size() != stored.bytes()) {
        // A pipe ends with its source, whatever became of the last writes: the disk may be full.
        throw new IOException(
            "of " + stored.bytes() + " bytes " + channel.size() + " are on the disk");
      }
      Files.createDirectories(place.getParent());
      Files.move(arriving, place, StandardCopyOption.ATOMIC_MOVE);
      return stored;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static RuntimeException unusable(Throwable failure) {
    return Problems.unavailable("The gateway cannot keep the file.", failure);
  }

  @Override
  public Future<OptionalLong> size(String digest) {
    return vertx.executeBlocking(
        () -> {
          try {
            return OptionalLong.of(Files.size(place(digest)));
          } catch (NoSuchFileException e) {
            return OptionalLong.empty();
          } catch (IOException e) {
            throw unusable(e);
          }
        },
        false);
  }

  @Override
  public Future<Void> send(String digest, long from, long length, HttpServerResponse response) {
    return response.sendFile(place(digest).toString(), from, length);
  }

  @Override
  public Future<Void> sweep(Predicate<String> isKnown, Instant before) {
    return vertx.executeBlocking(
        () -> {
          try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
              if (old && !isKnown.test(file.getFileName().toString())) {
                Files.deleteIfExists(file);
              }
            }
            return null;
          } catch (IOException e) {
            throw unusable(e);
          }
        },
        false);
  }
}
