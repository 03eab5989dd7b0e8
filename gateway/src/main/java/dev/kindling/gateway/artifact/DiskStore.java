package dev.kindling.gateway.artifact;

import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Artifacts in a folder, {@code ab/abcd…}; several gateways share it by a file system that they all
 * mount. A file that has come whole is moved to its name: a crash leaves no half artifact, and two
 * uploads of the same content cannot disturb each other.
 */
public final class DiskStore implements ArtifactStore {
  private static final int THREADS = 4;

  private final Vertx vertx;
  private final Path folder;
  private final Arrivals arrivals;

  /**
   * Makes the folder if there is none. Blocking.
   *
   * @throws UncheckedIOException if it cannot be used
   */
  public DiskStore(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
    this.arrivals =
        new Arrivals(
            vertx,
            vertx.createSharedWorkerExecutor("artifacts", THREADS),
            folder.resolve("incoming"));
  }

  private Path place(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest);
  }

  @Override
  public Future<Stored> put(
      ReadStream<Buffer> content, long most, Consumer<String> check, Intent intent) {
    return arrivals.take(
        content,
        most,
        check,
        intent,
        (file, stored) -> {
          Path place = place(stored.digest());
          Files.createDirectories(place.getParent());
          Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  private static RuntimeException unusable(Throwable failure) {
    return Problems.unavailable("The gateway cannot read its files.", failure);
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
