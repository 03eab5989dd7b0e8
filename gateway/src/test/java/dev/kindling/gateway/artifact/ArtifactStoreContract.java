package dev.kindling.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.artifact.ArtifactStore.Stored;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of artifacts must do; run by each of them. */
abstract class ArtifactStoreContract {
  /** Of more than two pieces, and no whole number of them. */
  private static final int SIZE = 2_500_000;

  private final Vertx vertx = Vertx.vertx();
  private ArtifactStore store;
  @TempDir Path folder;

  /** An empty one. */
  abstract ArtifactStore open(Vertx vertx, Path folder) throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = open(vertx, folder);
  }

  @AfterEach
  void close() throws Exception {
    if (store instanceof AutoCloseable closeable) {
      closeable.close();
    }
    await(vertx.close());
  }

  @Test
  void putShouldKeepWhatCame() throws Exception {
    // given
    byte[] content = content(1);

    // when
    Stored stored = put(content, SIZE, Intent.WRITE);

    // then
    assertThat(stored).isEqualTo(new Stored(digest(content), SIZE));
    assertThat(await(store.size(stored.digest()))).isEqualTo(OptionalLong.of(SIZE));
    assertThat(read(stored.digest(), 0, SIZE)).isEqualTo(content);
    assertThat(left()).isEmpty();
  }

  @Test
  void sendShouldGiveTheBytesThatAreAskedFor() throws Exception {
    // given
    byte[] content = content(2);
    String digest = put(content, SIZE, Intent.WRITE).digest();

    // then
    assertThat(read(digest, 0, 1)).isEqualTo(Arrays.copyOf(content, 1));
    assertThat(read(digest, SIZE - 1L, 1)).isEqualTo(Arrays.copyOfRange(content, SIZE - 1, SIZE));
    assertThat(read(digest, 1_000_000, 1_100_000))
        .isEqualTo(Arrays.copyOfRange(content, 1_000_000, 2_100_000));
  }

  @Test
  void putShouldKeepNothingWhenThereIsTooMuchOrTheDigestIsRefused() throws Exception {
    // given
    byte[] content = content(3);

    // then
    assertThat(status(putting(content, SIZE - 1L, digest -> {}, Intent.WRITE))).isEqualTo(413);
    assertThat(
            status(
                putting(
                    content,
                    SIZE,
                    digest -> {
                      throw Problems.invalid("x", "is refused.");
                    },
                    Intent.WRITE)))
        .isEqualTo(400);
    assertThat(await(store.size(digest(content)))).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void putShouldOnlyLookWhenTheRunIsDry() throws Exception {
    // given
    byte[] content = content(4);

    // when
    Stored would = put(content, SIZE, Intent.DRY_RUN);

    // then
    assertThat(would).isEqualTo(new Stored(digest(content), SIZE));
    assertThat(await(store.size(would.digest()))).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void sameContentShouldBeKeptTwiceWithoutHarm() throws Exception {
    byte[] content = content(5);
    Stored first = put(content, SIZE, Intent.WRITE);
    Stored second = put(content, SIZE, Intent.WRITE);
    assertThat(second).isEqualTo(first);
    assertThat(read(first.digest(), 0, SIZE)).isEqualTo(content);
  }

  @Test
  void sweepShouldTakeWhatNobodyKnowsAndIsOld() throws Exception {
    // given
    String known = put(content(6), SIZE, Intent.WRITE).digest();
    String unknown = put(content(7), SIZE, Intent.WRITE).digest();
    Files.writeString(incoming().resolve("broken-off"), "half");

    // when nothing is old yet
    await(store.sweep(known::equals, Instant.now().minusSeconds(600)));

    // then
    assertThat(await(store.size(unknown))).isPresent();
    assertThat(left()).isNotEmpty();

    // when
    await(store.sweep(known::equals, Instant.now().plusSeconds(600)));

    // then
    assertThat(await(store.size(known))).isPresent();
    assertThat(await(store.size(unknown))).isEmpty();
    assertThat(left()).isEmpty();
  }

  private Path incoming() {
    return folder.resolve("incoming");
  }

  /** What is left of files on their way. */
  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(incoming())) {
      return files.toList();
    }
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static String digest(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private String file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(folder, "content", ""), content).toString();
  }

  private Stored put(byte[] content, long most, Intent intent) throws Exception {
    return await(putting(content, most, digest -> {}, intent));
  }

  private Future<Stored> putting(byte[] content, long most, Consumer<String> check, Intent intent)
      throws Exception {
    return store.put(
        await(vertx.fileSystem().open(file(content), new OpenOptions())).pause(),
        most,
        check,
        intent);
  }

  /** By HTTP, as everybody gets it. */
  private byte[] read(String digest, long from, long length) throws Exception {
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> store.send(digest, from, length, request.response()))
                .listen(0, "127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
    byte[] body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
            .body();
    await(server.close());
    return body;
  }

  private static int status(Future<?> refused) throws Exception {
    try {
      await(refused);
      return 200;
    } catch (CompletionException e) {
      return ((ProblemException) e.getCause()).problem().status();
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
