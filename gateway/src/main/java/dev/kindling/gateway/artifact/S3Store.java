package dev.kindling.gateway.artifact;

import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Artifacts in a bucket of S3 or of what speaks its protocol, {@code PREFIX/ab/abcd…}. A file comes
 * in by way of this machine's disk, since its name is its digest; S3 shows an object only once it
 * is whole.
 */
public final class S3Store implements ArtifactStore, AutoCloseable {
  private static final int THREADS = 16;
  private static final int NOT_FOUND = 404;

  private final S3Client s3;
  private final S3Place place;
  private final Arrivals arrivals;
  private final WorkerExecutor workers;

  /**
   * Makes the folder if there is none, and looks whether the bucket is there. Blocking.
   *
   * @param arriving a folder of this machine for files on their way
   * @throws IllegalStateException if the bucket cannot be used
   */
  public S3Store(Vertx vertx, S3Place place, Path arriving) {
    this.s3 = place.client();
    this.place = place;
    this.workers = vertx.createSharedWorkerExecutor("s3", THREADS, 10, TimeUnit.MINUTES);
    this.arrivals = new Arrivals(vertx, workers, arriving);
    look();
  }

  private void look() {
    try {
      s3.headBucket(request -> request.bucket(place.bucket()));
    } catch (SdkException e) {
      close();
      throw new IllegalStateException(
          "the bucket of KINDLING_ARTIFACTS_S3_BUCKET, "
              + place.bucket()
              + ", cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  private String key(String digest) {
    return place.prefix() + digest.substring(0, 2) + "/" + digest;
  }

  @Override
  public Future<Stored> put(
      ReadStream<Buffer> content, long most, Consumer<String> check, Intent intent) {
    return arrivals.take(content, most, check, intent, this::keep);
  }

  private void keep(Path file, Stored stored) throws IOException {
    try {
      s3.putObject(
          request -> request.bucket(place.bucket()).key(key(stored.digest())),
          RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw new IOException(e);
    }
  }

  private <T> Future<T> ask(Callable<T> question) {
    return workers.executeBlocking(
        () -> {
          try {
            return question.call();
          } catch (SdkException e) {
            throw Problems.unavailable("The store of artifacts does not answer.", e);
          }
        },
        false);
  }

  @Override
  public Future<OptionalLong> size(String digest) {
    return ask(
        () -> {
          try {
            return OptionalLong.of(
                s3.headObject(request -> request.bucket(place.bucket()).key(key(digest)))
                    .contentLength());
          } catch (NoSuchKeyException e) {
            return OptionalLong.empty();
          } catch (S3Exception e) {
            // A HEAD has no body that would tell the kind.
            if (e.statusCode() == NOT_FOUND) {
              return OptionalLong.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public Future<Void> send(String digest, long from, long length, HttpServerResponse response) {
    response.putHeader("Content-Length", String.valueOf(length));
    return new S3Sending(
            (begin, end) -> ask(() -> piece(digest, begin, end)), from, length, response)
        .begin();
  }

  private Buffer piece(String digest, long from, long end) {
    return Buffer.buffer(
        s3.getObjectAsBytes(
                request ->
                    request
                        .bucket(place.bucket())
                        .key(key(digest))
                        .range("bytes=" + from + "-" + (end - 1)))
            .asByteArrayUnsafe());
  }

  @Override
  public Future<Void> sweep(Predicate<String> isKnown, Instant before) {
    return ask(
        () -> {
          arrivals.sweep(before);
          for (S3Object object :
              s3.listObjectsV2Paginator(
                      request -> request.bucket(place.bucket()).prefix(place.prefix()))
                  .contents()) {
            String digest = object.key().substring(object.key().lastIndexOf('/') + 1);
            boolean ours = DIGEST.matcher(digest).matches() && object.key().equals(key(digest));
            if (ours && object.lastModified().isBefore(before) && !isKnown.test(digest)) {
              s3.deleteObject(request -> request.bucket(place.bucket()).key(object.key()));
            }
          }
          return null;
        });
  }

  /** Blocking. */
  @Override
  public final void close() {
    workers.close();
    s3.close();
  }
}
