package dev.kindling.gateway.cluster;

import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.kafka.ClusterAccess;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.secret.SecretStore.NoSuchSecret;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.cluster.KafkaClusterSpec;

/**
 * Finds out how the gateway reaches a Kafka cluster. Thread-safe; blocking, since secrets are
 * files.
 */
public final class ClusterAccesses {
  private final DefinitionView<KafkaClusterDefinition> clusters;
  private final SecretStore secrets;

  public ClusterAccesses(DefinitionView<KafkaClusterDefinition> clusters, SecretStore secrets) {
    this.clusters = clusters;
    this.secrets = secrets;
  }

  /**
   * The access.
   *
   * @param cluster its name; null for the platform's own
   * @throws RuntimeException a problem of 409 if it is not defined, or a secret is not here
   */
  public ClusterAccess find(String cluster) {
    if (cluster == null) {
      return ClusterAccess.HOME;
    }
    return clusters
        .get(cluster)
        .map(found -> of(found.spec()))
        .orElseThrow(
            () ->
                Problems.conflict("The Kafka cluster " + cluster + " is not defined: define it."));
  }

  private ClusterAccess of(KafkaClusterSpec spec) {
    try {
      return ClusterAccess.of(spec, secrets);
    } catch (NoSuchSecret e) {
      throw Problems.conflict(e.getMessage());
    }
  }
}
