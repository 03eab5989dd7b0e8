package dev.kindling.stack;

/**
 * Ports to take if they are free; for each that is not, another is chosen. 0 means "any".
 *
 * @param gateway REST API
 * @param jobRunner what guards call
 * @param kafka brokers' clients
 * @param masterUi Spark master's web UI
 * @param master spark://
 * @param masterRest Spark's submission API
 * @param workerUi the first worker's web UI; the others follow
 * @param elasticsearch HTTP
 */
public record PreferredPorts(
    int gateway,
    int jobRunner,
    int kafka,
    int masterUi,
    int master,
    int masterRest,
    int workerUi,
    int elasticsearch) {

  /** The ports that people expect. */
  public static PreferredPorts usual() {
    return new PreferredPorts(8480, 8490, 9092, 8080, 7077, 6066, 8081, 9200);
  }

  /** Any: for tests, which must not care. */
  public static PreferredPorts any() {
    return new PreferredPorts(0, 0, 0, 0, 0, 0, 0, 0);
  }
}
