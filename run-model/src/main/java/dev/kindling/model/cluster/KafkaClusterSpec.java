package dev.kindling.model.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a person writes so that triggers can read topics of another Kafka cluster than the
 * platform's. {@link KafkaClusterSpecCheck} says whether it is valid.
 *
 * <p>Passwords and keys are references to secrets, {@code ${secret:name}}; whoever connects puts
 * the secret in their place.
 *
 * @param description for people, may be null
 * @param bootstrap {@code host:port}, several with commas between them; null only in an invalid
 *     spec
 * @param tls how the connection is encrypted; null for not at all
 * @param sasl how we say who we are; null for not at all, or by the certificate of {@code tls}
 */
public record KafkaClusterSpec(String description, String bootstrap, Tls tls, Sasl sasl) {
  /**
   * Encryption.
   *
   * @param trust certificates that are trusted, as PEM or a reference; null for those that Java
   *     trusts
   * @param certificate our certificate chain, as PEM or a reference; null for none
   * @param key the private key of it, PKCS#8 in PEM, a reference; null for none
   * @param keyPassword the key's password, a reference; null for none
   * @param verifyHostname whether the broker's certificate must name its host; null for yes
   */
  public record Tls(
      String trust, String certificate, String key, String keyPassword, Boolean verifyHostname) {}

  /**
   * A user and a password.
   *
   * @param mechanism null only in an invalid spec
   * @param username null only in an invalid spec
   * @param password a reference; null only in an invalid spec
   */
  public record Sasl(Mechanism mechanism, String username, String password) {}

  /** The ways to show a password, by their names in SASL. */
  public enum Mechanism {
    @JsonProperty("PLAIN")
    PLAIN("PLAIN"),
    @JsonProperty("SCRAM-SHA-256")
    SCRAM_SHA_256("SCRAM-SHA-256"),
    @JsonProperty("SCRAM-SHA-512")
    SCRAM_SHA_512("SCRAM-SHA-512");

    private final String saslName;

    Mechanism(String saslName) {
      this.saslName = saslName;
    }

    /** Its name in SASL. */
    public String saslName() {
      return saslName;
    }
  }
}
