package dev.kindling.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayServerTlsTest {
  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void renewedCertificateShouldServeWithoutARestart() throws Exception {
    // given
    TlsFiles files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    write(files, "first");
    GatewayServer server =
        new GatewayServer(
            "127.0.0.1",
            0,
            Optional.of(files),
            Duration.ofMillis(50),
            () -> Future.succeededFuture(Router.router(vertx)),
            () -> {},
            2);
    await(vertx.deployVerticle(server));
    assertThat(subject(server.port())).isEqualTo("CN=first");

    // when
    Files.writeString(files.certificate(), "half a certificate");
    assertThat(subject(server.port())).as("what stands there is broken").isEqualTo("CN=first");
    write(files, "second");

    // then
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String seen = "";
    while (!seen.equals("CN=second") && System.nanoTime() < deadline) {
      seen = subject(server.port());
    }
    assertThat(seen).isEqualTo("CN=second");
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void answersOfATurnShouldGoTogetherInBothVersions(HttpVersion version) throws Exception {
    // given
    TlsFiles files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    write(files, "first");
    AtomicReference<HttpVersion> spoken = new AtomicReference<>();
    AtomicReference<ChannelHandler> together = new AtomicReference<>();
    Handler<HttpServerRequest> router =
        request -> {
          spoken.set(request.version());
          ConnectionBase connection = (ConnectionBase) request.connection();
          together.set(
              connection.channelHandlerContext().pipeline().get(FlushConsolidationHandler.class));
          request.response().end("done");
        };
    GatewayServer server =
        new GatewayServer(
            "127.0.0.1",
            0,
            Optional.of(files),
            Duration.ofMinutes(1),
            () -> Future.succeededFuture(router),
            () -> {},
            1);
    await(vertx.deployVerticle(server));
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(version)
            .setSsl(true)
            .setUseAlpn(true)
            .setTrustAll(true)
            .setVerifyHost(false);

    // when
    HttpClient client = vertx.createHttpClient(options);
    Buffer answer =
        await(
            client
                .request(HttpMethod.GET, server.port(), "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body));

    // then
    assertThat(answer).hasToString("done");
    assertThat(spoken).hasValue(version);
    assertThat(together.get()).isNotNull();
  }

  @Test
  void certificateShouldBeRefusedWithAnothersKey() throws Exception {
    // given
    TlsFiles first = new TlsFiles(folder.resolve("1.crt"), folder.resolve("1.key"));
    TlsFiles second = new TlsFiles(folder.resolve("2.crt"), folder.resolve("2.key"));
    write(first, "one");
    write(second, "two");

    // when, then
    assertThat(first.read()).isNotNull();
    assertThatThrownBy(() -> new TlsFiles(second.certificate(), first.key()).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not that of the certificate");
  }

  /** Makes a key and a certificate with the tool of the JDK. */
  private void write(TlsFiles files, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    pem(files.key(), "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
    pem(files.certificate(), "CERTIFICATE", keys.getCertificate("a").getEncoded());
  }

  /** Replaces a file at once, as those who renew certificates do. */
  private static void pem(Path file, String what, byte[] der) throws Exception {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        next, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String subject(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustEverybody()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** The test looks at whose certificate it is, and at nothing else. */
  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
