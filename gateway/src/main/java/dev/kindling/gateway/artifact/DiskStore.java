package dev.kindling.gateway.artifact;

import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.UUID;

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
  public Future<Stored> put(ReadStream<Buffer> content, long most) {
    Path arriving = incoming().resolve(UUID.randomUUID().toString());
    return vertx
        .fileSystem()
        .open(arriving.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
        .recover(failure -> Future.failedFuture(unusable(failure)))
        .compose(file -> write(content, new DigestStream(file, most), file))
        .compose(stored -> vertx.executeBlocking(() -> keep(arriving, stored), false))
        .onFailure(failure -> vertx.fileSystem().delete(arriving.toString()));
  }

  private static Future<Stored> write(
      ReadStream<Buffer> content, DigestStream digest, AsyncFile file) {
    return content
        .pipe()
        .endOnComplete(false)
        .to(digest)
        .eventually(file::close)
        .map(written -> new Stored(digest.digest(), digest.bytes()));
  }

  private Stored keep(Path arriving, Stored stored) {
    Path place = place(stored.digest());
    try (FileChannel channel = FileChannel.open(arriving, StandardOpenOption.WRITE)) {
      channel.force(true);
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
  public Future<Void> delete(String digest) {
    return vertx.executeBlocking(
        () -> {
          try {
            Files.deleteIfExists(place(digest));
            return null;
          } catch (IOException e) {
            throw unusable(e);
          }
        },
        false);
  }
}
