package dev.kindling.kit.owner;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a service does with a partition that it owns. Every method is called on the owner's thread,
 * one at a time: no locks are needed inside. What it changes in its own memory during a turn counts
 * only if the turn's transaction commits; if it does not, the whole object is thrown away and a new
 * one is restored from Kafka.
 *
 * @param <C> the commands that come from elsewhere in the process
 */
public interface OwnedPartition<C> {
  /** One record of the state table, from the first on; a null value means that the key is gone. */
  void restore(ConsumerRecord<String, byte[]> stored);

  /** The state is complete: called once, before any other work. */
  void restored(Instant now, Outbox outbox);

  /**
   * One record of an input topic. It counts as consumed when the turn commits; one that leads to
   * nothing, neither a record nor an effect, may come once more after a crash.
   */
  void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox);

  /** A command from elsewhere in the process. */
  void command(C command, Instant now, Outbox outbox);

  /** Time passed; called every {@link OwnerConfig#tick} and after every turn with work in it. */
  void tick(Instant now, Outbox outbox);

  /** The partition is no longer ours: answer who waits, start nothing new. */
  void lost();
}
