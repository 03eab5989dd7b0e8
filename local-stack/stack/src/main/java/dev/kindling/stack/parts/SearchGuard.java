package dev.kindling.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;

/**
 * Security of an Elasticsearch node: TLS, and users of the file realm with roles of a file. It is
 * all that the minimal distribution has: users, roles and API keys that are kept in indices fail
 * there.
 *
 * @param keyStore PKCS12 with the node's key, password {@link #KEY_STORE_PASSWORD}
 * @param trust for the node's certificate
 * @param users of the file realm; the first must be allowed to monitor, readiness is asked as him
 * @param roles the text of roles.yml
 */
public record SearchGuard(Path keyStore, SSLContext trust, List<User> users, String roles) {
  public static final String KEY_STORE_PASSWORD = "changeit";

  static final List<String> SETTINGS =
      List.of(
          "xpack.security.http.ssl.enabled: true",
          "xpack.security.http.ssl.keystore.path: node.p12",
          "xpack.security.http.ssl.keystore.password: " + KEY_STORE_PASSWORD,
          "xpack.security.authc.realms.file.file1.order: 0");

  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final int ROUNDS = 10_000;
  private static final int SALT_BYTES = 32;
  private static final int HASH_BITS = 256;

  /**
   * A user of the file realm.
   *
   * @param role of roles.yml, or a built-in one
   */
  public record User(String name, String password, String role) {
    /** The value of a header that shows it. */
    public String authorization() {
      return "Basic " + base64((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** As the file realm keeps it. */
    private String hashed() {
      byte[] salt = new byte[SALT_BYTES];
      new SecureRandom().nextBytes(salt);
      try {
        byte[] hash =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, HASH_BITS))
                .getEncoded();
        return "{PBKDF2}" + ROUNDS + "$" + base64(salt) + "$" + base64(hash);
      } catch (GeneralSecurityException e) {
        throw new StackException("no PBKDF2 in this JDK", e);
      }
    }
  }

  void writeTo(Path config) {
    List<String> passwords = new ArrayList<>();
    List<String> roleLines = new ArrayList<>();
    for (User user : users) {
      passwords.add(user.name() + ":" + user.hashed());
      roleLines.add(user.role() + ":" + user.name());
    }
    Folders.write(config.resolve("users"), passwords);
    Folders.write(config.resolve("users_roles"), roleLines);
    Folders.write(config.resolve("roles.yml"), List.of(roles));
    try {
      Files.copy(keyStore, config.resolve("node.p12"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException("cannot copy " + keyStore, e);
    }
  }

  /** Asks as the first user; empty without an answer of 200. Blocks. */
  public Optional<JsonNode> json(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(DEADLINE)
            .header("Authorization", users.get(0).authorization())
            .build();
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newBuilder()
              .sslContext(trust)
              .connectTimeout(DEADLINE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? Optional.of(new ObjectMapper().readTree(answer.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
