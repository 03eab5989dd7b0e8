package dev.kindling.gateway.cluster;

/**
 * Whether a Kafka cluster answers.
 *
 * @param nodes how many brokers it has; null where it does not answer
 * @param reason why it does not; null where it does
 */
record ClusterCheck(boolean reachable, Integer nodes, String reason) {
  static ClusterCheck of(int nodes) {
    return new ClusterCheck(true, nodes, null);
  }

  static ClusterCheck failed(String reason) {
    return new ClusterCheck(false, null, reason);
  }
}
