package dev.kindling.kit.owner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * The commands that wait for the partitions of an owner loop. A patient one waits for company: a
 * turn of its partition is a transaction, and what nobody waits for need not have one of its own.
 *
 * <p>Any thread adds; only the loop's thread takes. The commands of a partition are taken in the
 * order in which they came. Times are those of {@link System#nanoTime}.
 */
final class Mailbox<C> {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final Queue<Letter<C>> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /** Of the loop's thread. */
  private final Map<TopicPartition, List<Letter<C>>> waiting = new TreeMap<>(ORDER);

  /**
   * @param partition null for every partition that is ours when it is taken
   * @param due when it must be taken
   */
  private record Letter<C>(TopicPartition partition, C command, long due) {
    private boolean isDue(long now) {
      return due - now <= 0;
    }
  }

  /** Adds a command to be taken at once. */
  void add(TopicPartition partition, C command, long now) {
    addPatiently(partition, command, now);
  }

  /** Adds a command for all partitions, to be taken at once. */
  void addForAll(C command, long now) {
    addPatiently(null, command, now);
  }

  /**
   * Adds a command that may wait for company until it is due.
   *
   * @return whether the loop may not know yet that something waits; if not, it will ask {@link
   *     #nanosUntilDue} before it rests, and find this one too
   */
  boolean addPatiently(TopicPartition partition, C command, long due) {
    arrived.add(new Letter<>(partition, command, due));
    // Counted last, and taken off the count last: more than one is one that the loop still has.
    return size.incrementAndGet() <= 1;
  }

  /** How many commands wait; from any thread. */
  int size() {
    return size.get();
  }

  /**
   * Takes what is due, and of the partitions that have something else to do all that they have.
   * What waits for partitions that are not ours any more is gone.
   *
   * @param ours the partitions that are ours
   * @param busy those that have something else to do
   */
  Map<TopicPartition, List<C>> take(Set<TopicPartition> ours, Set<TopicPartition> busy, long now) {
    sort(ours);
    Map<TopicPartition, List<C>> taken = new TreeMap<>(ORDER);
    waiting
        .entrySet()
        .removeIf(
            entry -> {
              TopicPartition partition = entry.getKey();
              List<Letter<C>> letters = entry.getValue();
              boolean goes =
                  busy.contains(partition) || letters.stream().anyMatch(one -> one.isDue(now));
              if (goes && ours.contains(partition)) {
                taken.put(partition, letters.stream().map(Letter::command).toList());
              }
              boolean leaves = goes || !ours.contains(partition);
              if (leaves) {
                size.addAndGet(-letters.size());
              }
              return leaves;
            });
    return taken;
  }

  private void sort(Set<TopicPartition> ours) {
    for (Letter<C> one = arrived.poll(); one != null; one = arrived.poll()) {
      Letter<C> letter = one;
      if (letter.partition() == null) {
        ours.forEach(partition -> put(partition, letter));
        size.addAndGet(ours.size() - 1);
      } else {
        put(letter.partition(), letter);
      }
    }
  }

  private void put(TopicPartition partition, Letter<C> letter) {
    waiting.computeIfAbsent(partition, key -> new ArrayList<>()).add(letter);
  }

  /**
   * For how long nothing is due, if nothing else comes; on the loop's thread.
   *
   * @param most the most to answer, in nanoseconds
   * @return 0 or less if something is due
   */
  long nanosUntilDue(long most, long now) {
    long least = most;
    for (Letter<C> one : arrived) {
      least = Math.min(least, one.due() - now);
    }
    for (List<Letter<C>> letters : waiting.values()) {
      for (Letter<C> one : letters) {
        least = Math.min(least, one.due() - now);
      }
    }
    return least;
  }
}
