package dev.kindling.kit.kafka;

import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.secret.SecretStore.NoSuchSecret;
import dev.kindling.model.cluster.KafkaClusterSpec;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/**
 * How a client reaches a cluster: settings that go over those of {@link KafkaProperties}.
 * Immutable; its text says nothing of secrets.
 */
public final class ClusterAccess {
  /** The platform's own cluster. */
  public static final ClusterAccess HOME = new ClusterAccess(Map.of());

  private final Map<String, Object> settings;

  private ClusterAccess(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * The access to another cluster. Blocking: it may read files.
   *
   * @param spec that has passed its check
   * @throws NoSuchSecret if it refers to one that is not there
   */
  public static ClusterAccess of(KafkaClusterSpec spec, SecretStore secrets) throws NoSuchSecret {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, spec.bootstrap().replaceAll("\\s", ""));
    String transport = spec.tls() == null ? "PLAINTEXT" : "SSL";
    settings.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        spec.sasl() == null ? transport : "SASL_" + transport);
    if (spec.tls() != null) {
      tls(spec.tls(), secrets, settings);
    }
    if (spec.sasl() != null) {
      sasl(spec.sasl(), secrets, settings);
    }
    return new ClusterAccess(settings);
  }

  private static void tls(
      KafkaClusterSpec.Tls tls, SecretStore secrets, Map<String, Object> settings)
      throws NoSuchSecret {
    if (tls.trust() != null) {
      settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, password(secrets, tls.trust()));
    }
    if (tls.certificate() != null) {
      settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      settings.put(
          SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, password(secrets, tls.certificate()));
      settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, password(secrets, tls.key()));
    }
    if (tls.keyPassword() != null) {
      settings.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, password(secrets, tls.keyPassword()));
    }
    if (Boolean.FALSE.equals(tls.verifyHostname())) {
      settings.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
    }
  }

  private static Password password(SecretStore secrets, String text) throws NoSuchSecret {
    return new Password(secrets.resolve(text));
  }

  private static void sasl(
      KafkaClusterSpec.Sasl sasl, SecretStore secrets, Map<String, Object> settings)
      throws NoSuchSecret {
    String module =
        sasl.mechanism() == KafkaClusterSpec.Mechanism.PLAIN
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    settings.put(SaslConfigs.SASL_MECHANISM, sasl.mechanism().saslName());
    settings.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        new Password(
            module
                + " required username=\""
                + quoted(sasl.username())
                + "\" password=\""
                + quoted(secrets.resolve(sasl.password()))
                + "\";"));
  }

  /** For the quotes of a JAAS configuration, which knows escapes as Java does. */
  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Some client's settings, for this cluster. */
  public Map<String, Object> over(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(settings);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterAccess access && settings.equals(access.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return String.valueOf(settings.getOrDefault("bootstrap.servers", "home"));
  }
}
