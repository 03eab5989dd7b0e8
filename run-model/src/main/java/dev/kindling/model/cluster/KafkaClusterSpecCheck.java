package dev.kindling.model.cluster;

import dev.kindling.model.guard.SecretReferences;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Says everything that is wrong with another cluster at once. Whether it answers is not asked. */
public final class KafkaClusterSpecCheck {
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}");

  private static final int MOST_BOOTSTRAP = 2_000;
  private static final int MOST_PEM = 100_000;
  private static final int MOST_USERNAME = 500;

  private final List<FieldProblem> problems = new ArrayList<>();

  private KafkaClusterSpecCheck() {}

  /** Every problem of the spec; empty when it is valid. */
  public static List<FieldProblem> problems(KafkaClusterSpec spec) {
    KafkaClusterSpecCheck check = new KafkaClusterSpecCheck();
    check.bootstrap(spec.bootstrap());
    if (spec.tls() != null) {
      check.tls(spec.tls());
    }
    if (spec.sasl() != null) {
      check.sasl(spec.sasl());
      if (spec.sasl().mechanism() == KafkaClusterSpec.Mechanism.PLAIN && spec.tls() == null) {
        check.add(
            "tls",
            "is missing: PLAIN would send the password for everyone to read. Use SCRAM, or TLS.");
      }
    }
    return List.copyOf(check.problems);
  }

  private void bootstrap(String bootstrap) {
    if (bootstrap == null || bootstrap.isBlank()) {
      add("bootstrap", "is missing: give brokers of the cluster, host:port,host:port.");
    } else if (bootstrap.length() > MOST_BOOTSTRAP) {
      add("bootstrap", "may have at most " + MOST_BOOTSTRAP + " characters.");
    } else {
      for (String address : bootstrap.split(",")) {
        if (!ADDRESS.matcher(address.strip()).matches()) {
          add("bootstrap", "has \"" + address + "\"; it must be host:port,host:port.");
        }
      }
    }
  }

  private void tls(KafkaClusterSpec.Tls tls) {
    pem("tls/trust", tls.trust());
    pem("tls/certificate", tls.certificate());
    reference("tls/key", tls.key());
    reference("tls/keyPassword", tls.keyPassword());
    if ((tls.certificate() == null) != (tls.key() == null)) {
      add(
          tls.key() == null ? "tls/key" : "tls/certificate",
          "is missing: certificate and key go together.");
    }
  }

  private void sasl(KafkaClusterSpec.Sasl sasl) {
    if (sasl.mechanism() == null) {
      add("sasl/mechanism", "is missing: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.");
    }
    if (sasl.username() == null || sasl.username().isBlank()) {
      add("sasl/username", "is missing: give the user that the cluster knows us by.");
    } else if (sasl.username().length() > MOST_USERNAME) {
      add("sasl/username", "may have at most " + MOST_USERNAME + " characters.");
    }
    if (sasl.password() == null) {
      add("sasl/password", "is missing: refer to a secret, ${secret:name}.");
    }
    reference("sasl/password", sasl.password());
  }

  private void pem(String field, String text) {
    if (text == null) {
      return;
    }
    if (text.length() > MOST_PEM) {
      add(field, "may have at most " + MOST_PEM + " characters.");
    } else if (!isReference(text) && !text.contains("-----BEGIN CERTIFICATE-----")) {
      add(field, "must be certificates in PEM, or a reference to a secret, ${secret:name}.");
    }
  }

  private void reference(String field, String text) {
    if (text != null && !isReference(text)) {
      add(field, "must be a reference to a secret, ${secret:name}, and nothing else.");
    }
  }

  private static boolean isReference(String text) {
    return SecretReferences.FORM.matcher(text).matches();
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
