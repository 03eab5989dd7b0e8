package dev.kindling.kit.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a transaction is committed whose outcome somebody must know. */
public final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private Transactions() {}

  /**
   * Commits the transaction of a producer; blocks. A commit that timed out may have happened: it is
   * repeated, which comes to the same, and never aborted ({@link Producer#commitTransaction}).
   *
   * @param id the producer's transactional id, for the log
   * @param tries how often, each for as long as the producer's {@code max.block.ms}
   * @throws TimeoutException if the broker does not answer: nobody knows then whether it is
   *     committed, and the producer must not be used again
   */
  public static void commit(Producer<?, ?> producer, String id, int tries) {
    for (int attempt = 1; ; attempt++) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (attempt == tries) {
          throw e;
        }
        LOG.warn("the commit of {} timed out; it is repeated", id);
      }
    }
  }
}
