package dev.kindling.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of loopback with its own certificate, made by the JDK's keytool.
 *
 * @param store PKCS12 with the key
 * @param certificate in PEM, for those who are to trust it
 */
record TestKeys(Path store, Path certificate) {
  static final String PASSWORD = "changeit";

  static TestKeys in(Path folder) throws IOException, InterruptedException {
    TestKeys keys = new TestKeys(folder.resolve("key.p12"), folder.resolve("certificate.pem"));
    keys.keytool(
        "-genkeypair",
        "-alias",
        "key",
        "-keyalg",
        "EC",
        "-dname",
        "CN=loopback",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12");
    keys.keytool("-exportcert", "-alias", "key", "-rfc", "-file", keys.certificate.toString());
    return keys;
  }

  private void keytool(String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of(options));
    all.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    int exit = new ProcessBuilder(all).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("keytool ended with " + exit);
    }
  }
}
