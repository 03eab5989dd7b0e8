package dev.kindling.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Against S3Proxy, a server of its own process that checks signatures. */
class S3StoreTest extends ArtifactStoreContract {
  private static final S3Place.Credentials OURS = new S3Place.Credentials("kindling", "s3cret");

  @TempDir static Path home;
  private static int port;
  private static Process server;
  private static int buckets;

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path settings = home.resolve("s3proxy.conf");
    Files.write(
        settings,
        List.of(
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + OURS.id(),
            "s3proxy.credential=" + OURS.secret(),
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "jclouds.provider=filesystem-nio2",
            "jclouds.identity=none",
            "jclouds.credential=none",
            "jclouds.filesystem.basedir=" + Files.createDirectory(home.resolve("buckets"))));
    String classPath = Files.readString(Path.of("../local-stack/bundle-s3/target/s3.classpath"));
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("s3proxy.log").toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!listens()) {
      assertThat(server.isAlive()).as(() -> log()).isTrue();
      assertThat(System.nanoTime()).as(() -> log()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String log() {
    try {
      return Files.readString(home.resolve("s3proxy.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.destroy();
    assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  ArtifactStore open(Vertx vertx, Path folder) {
    S3Place place =
        new S3Place(
            "artifacts-" + buckets++,
            "kindling/",
            Optional.of(URI.create("http://127.0.0.1:" + port)),
            "us-east-1",
            Optional.of(OURS));
    try (S3Client s3 = place.client()) {
      s3.createBucket(request -> request.bucket(place.bucket()));
    }
    return new S3Store(vertx, place, folder.resolve("incoming"));
  }
}
