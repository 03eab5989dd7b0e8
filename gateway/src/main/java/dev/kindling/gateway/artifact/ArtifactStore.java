package dev.kindling.gateway.artifact;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.util.OptionalLong;

/**
 * Where the bytes of artifacts are, each under its digest. Called on event loops; never blocks one.
 */
public interface ArtifactStore {
  /**
   * Takes a file in; it is there for others once this completes, and not before.
   *
   * @param content is read to its end; must be paused
   * @param most how many bytes it may have
   * @return fails with a problem of 413 if it has more, 503 if it cannot be kept
   */
  Future<Stored> put(ReadStream<Buffer> content, long most);

  /** How long a file is; empty if it is not here. */
  Future<OptionalLong> size(String digest);

  /** Sends some of a file; the head of the response is ready. */
  Future<Void> send(String digest, long from, long length, HttpServerResponse response);

  /** Deletes a file; completes too if there is none. */
  Future<Void> delete(String digest);

  /** What was taken in. */
  record Stored(String digest, long bytes) {}
}
