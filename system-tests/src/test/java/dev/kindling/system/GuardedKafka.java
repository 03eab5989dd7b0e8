package dev.kindling.system;

import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import dev.kindling.stack.PreferredPorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A real Kafka cluster of somebody else, with a door that wants TLS and a password (SCRAM), and
 * another one without for the test itself.
 */
final class GuardedKafka implements AutoCloseable {
  static final String USER = "kindling";
  static final String PASSWORD = "quoted \" and \\ slashed";

  private final LocalStack stack;
  private final int door;
  private final Path certificate;

  GuardedKafka(Path folder) throws IOException, InterruptedException, ExecutionException {
    int plain = freePort();
    int controller = freePort();
    door = freePort();
    Path keys = Files.createDirectories(folder.resolve("keys"));
    TestKeys made = TestKeys.in(keys);
    Path store = made.store();
    certificate = made.certificate();
    stack =
        LocalStack.builder(folder.resolve("kafka"))
            .only(PartKind.KAFKA)
            .ports(new PreferredPorts(0, 0, plain, 0, 0, 0, 0, 0))
            .kafkaProperty(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d"
                    .formatted(plain, controller, door))
            .kafkaProperty(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d".formatted(plain, door))
            .kafkaProperty("controller.quorum.voters", "1@127.0.0.1:" + controller)
            .kafkaProperty(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL")
            .kafkaProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512")
            .kafkaProperty(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;")
            .kafkaProperty("ssl.keystore.type", "PKCS12")
            .kafkaProperty("ssl.keystore.location", store.toString())
            .kafkaProperty("ssl.keystore.password", TestKeys.PASSWORD)
            .start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      USER,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096),
                      PASSWORD)))
          .all()
          .get();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The door without a guard. */
  String bootstrap() {
    return stack.kafka().bootstrap();
  }

  /** The door with one. */
  String guarded() {
    return "127.0.0.1:" + door;
  }

  /** The certificate of the broker, in PEM. */
  String certificate() throws IOException {
    return Files.readString(certificate);
  }

  @Override
  public void close() {
    stack.close();
  }
}
