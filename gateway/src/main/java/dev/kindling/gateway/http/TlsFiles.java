package dev.kindling.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the certificate and its key are. Whoever renews them replaces the files; the gateway sees
 * it by itself.
 *
 * @param certificate PEM, the whole chain
 * @param key PEM, PKCS #8
 */
public record TlsFiles(Path certificate, Path key) {
  /**
   * What stands in them now. Blocking.
   *
   * @throws UncheckedIOException if one of them cannot be read
   * @throws IllegalArgumentException if they do not belong together
   */
  PemKeyCertOptions read() {
    try {
      byte[] chain = Files.readAllBytes(certificate);
      byte[] secret = Files.readAllBytes(key);
      KeyPairs.check(chain, secret);
      return new PemKeyCertOptions()
          .addCertValue(Buffer.buffer(chain))
          .addKeyValue(Buffer.buffer(secret));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
