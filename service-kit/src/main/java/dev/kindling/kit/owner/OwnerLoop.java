package dev.kindling.kit.owner;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.Pulse;
import dev.kindling.kit.service.CommonConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns partitions: takes what the consumer group assigns, fences the owner before, restores the
 * state, and then gives each partition its turns. A turn is: decide, commit records and consumed
 * offsets, then run the effects. All turns of a round are one transaction of the loop's one {@link
 * Writer}. Everything happens on one thread, which keeps polling, so that a slow effect can never
 * cost us the group membership.
 *
 * <p>Guarantees: an effect runs only after the records of its turn are committed; an owner one of
 * whose partitions somebody else has taken over commits nothing more ({@link Fence}) and drops them
 * all at once; an input record is consumed exactly once as far as records go.
 *
 * <p>Failures: when a commit fails or Kafka is away, every partition is dropped and the loop begins
 * anew from what Kafka holds; {@link #health} says so meanwhile. An exception out of an {@link
 * OwnedPartition} is a bug: the loop stops, and {@link #liveness} fails.
 *
 * @param <C> the commands that partitions take from elsewhere in the process
 */
public final class OwnerLoop<C> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerLoop.class);

  /** So long a command waits for company at most that nobody waits for. */
  private static final Duration PATIENCE = Duration.ofMillis(10);

  private static final long RETRY_MILLIS = 500;

  /** Of a cluster of somebody else, which may be away for days. */
  private static final long RETRY_ELSEWHERE_MILLIS = 5_000;

  private static final Duration CLOSE_BOUND = Duration.ofSeconds(10);

  private final CommonConfig config;
  private final OwnerConfig what;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final List<Gauge> gauges;
  private final Holdings<C> holdings;
  private final GroupNews news = new GroupNews();
  private final Mailbox<C> mail = new Mailbox<>();
  private final AtomicReference<Set<String>> topics;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread thread;

  private volatile Consumer<String, byte[]> consumer;
  private volatile String trouble = "has not joined its group yet";
  private volatile boolean broken;
  private volatile boolean polling;

  public OwnerLoop(
      CommonConfig config,
      OwnerConfig what,
      Function<TopicPartition, OwnedPartition<C>> partitions,
      InstantSource clock,
      MeterRegistry meters) {
    this.config = config;
    this.what = what;
    this.clock = clock;
    this.topics = new AtomicReference<>(Set.copyOf(what.topics()));
    this.thread = new Thread(this::run, "owner-" + what.name());
    this.thread.setDaemon(true);
    this.holdings = new Holdings<>(config, what, partitions, clock, meters);
    this.meters = meters;
    this.gauges =
        List.of(
            Gauge.builder("kindling.owner.partitions", holdings, Holdings::size)
                .tag("owner", what.name())
                .register(meters),
            Gauge.builder("kindling.owner.mail", mail, Mailbox::size)
                .tag("owner", what.name())
                .register(meters));
  }

  /** Joins the group; returns at once. */
  public void start() {
    thread.start();
  }

  /**
   * Gives a command to a partition; from any thread. A partition that is not ours (any more) never
   * sees it: whoever waits for an answer hears of that through {@link OwnedPartition#lost}, or
   * here.
   *
   * @return whether the partition is ours at this moment
   */
  public boolean send(TopicPartition partition, C command) {
    if (!holdings.has(partition)) {
      return false;
    }
    mail.add(partition, command, System.nanoTime());
    wakeUp();
    return true;
  }

  /**
   * As {@link #send}, for a command that nobody waits for: the partition turns to it with the next
   * one, or a few milliseconds later by itself. Where much is going on that saves transactions.
   */
  public boolean sendPatiently(TopicPartition partition, C command) {
    if (!holdings.has(partition)) {
      return false;
    }
    if (mail.addPatiently(partition, command, System.nanoTime() + PATIENCE.toNanos())) {
      // For a shorter poll.
      wakeUp();
    }
    return true;
  }

  /** Gives a command to every partition that is ours; from any thread. */
  public void sendAll(C command) {
    if (broken || holdings.size() == 0) {
      // Nobody would take it out again.
      return;
    }
    mail.addForAll(command, System.nanoTime());
    wakeUp();
  }

  /** Changes which topics are shared out; from any thread. */
  public void subscribe(Set<String> wanted) {
    if (!topics.getAndSet(Set.copyOf(wanted)).equals(wanted)) {
      wakeUp();
    }
  }

  /** The partitions that are ours and serve. */
  public Set<TopicPartition> owned() {
    return holdings.partitions();
  }

  /** Whether the loop is a member of its group and Kafka answers. */
  public CheckResult health() {
    String now = trouble;
    return now == null
        ? CheckResult.up("owns " + holdings)
        : CheckResult.down(what.name() + " " + now);
  }

  /** Whether the loop's thread does its work. */
  public CheckResult liveness() {
    return broken
        ? CheckResult.down(what.name() + " stopped after a failure; see the log")
        : CheckResult.up(what.name() + " runs");
  }

  /** Finishes the turn under way, gives the partitions back and ends; blocks within bounds. */
  @Override
  public void close() throws InterruptedException {
    stopping.set(true);
    wakeUp();
    thread.join(CLOSE_BOUND.toMillis());
    gauges.forEach(meters::remove);
  }

  private void wakeUp() {
    Consumer<String, byte[]> current = consumer;
    // Only a poll is worth interrupting: a wake-up in the middle of a rebalance would abort it.
    if (current != null && polling) {
      current.wakeup();
    }
  }

  private void run() {
    while (!stopping.get() && !broken) {
      try {
        joinAndServe();
      } catch (InterruptException e) {
        stopping.set(true);
      } catch (KafkaException e) {
        if (isOurBug(e)) {
          stop(e.getCause());
          continue;
        }
        trouble = "lost Kafka or its partitions: " + e.getMessage();
        LOG.warn("{} begins anew after: {}", what.name(), e.toString());
        pause();
      } catch (RuntimeException | Error e) {
        stop(e);
      }
    }
  }

  /** The consumer wraps what a takeover throws; only Kafka's own failures are worth a new try. */
  private static boolean isOurBug(KafkaException failure) {
    return failure.getCause() instanceof RuntimeException cause
        && !(cause instanceof KafkaException)
        && !(failure instanceof ApiException);
  }

  private void stop(Throwable bug) {
    trouble = "stopped: " + bug;
    broken = true;
    LOG.error("{} stopped: a decision failed", what.name(), bug);
  }

  private void joinAndServe() {
    Consumer<String, byte[]> joined =
        new KafkaConsumer<>(
            what.elsewhere()
                .map(other -> other.access().over(KafkaProperties.owner(config, other.group())))
                .orElseGet(() -> KafkaProperties.owner(config, "kindling-" + what.name())));
    boolean clean = false;
    try {
      consumer = joined;
      Set<String> subscribed = Set.of();
      Pulse pulse = Pulse.of(joined);
      while (!stopping.get()) {
        Set<String> wanted = topics.get();
        if (!wanted.equals(subscribed)) {
          joined.subscribe(wanted, holdings.following(joined));
          subscribed = wanted;
        }
        turn(joined, poll(joined, subscribed, pulse));
        news.tell(joined, holdings.all());
      }
      clean = true;
    } finally {
      consumer = null;
      if (clean) {
        holdings.leave(joined);
      } else {
        holdings.abandon();
      }
      close(joined, clean);
    }
  }

  /** A graceful end leaves the group, so that others take over at once; a crash keeps our seat. */
  private static void close(Consumer<String, byte[]> joined, boolean leave) {
    try {
      joined.close(
          CloseOptions.timeout(Duration.ofSeconds(5))
              .withGroupMembershipOperation(
                  leave
                      ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                      : CloseOptions.GroupMembershipOperation.DEFAULT));
    } catch (KafkaException e) {
      LOG.debug("the consumer did not close cleanly", e);
    }
  }

  private ConsumerRecords<String, byte[]> poll(
      Consumer<String, byte[]> joined, Set<String> subscribed, Pulse pulse) {
    if (subscribed.isEmpty()) {
      pauseFor(what.tick().toMillis());
      trouble = null;
      return ConsumerRecords.empty();
    }
    try {
      polling = true;
      ConsumerRecords<String, byte[]> records = joined.poll(untilDue());
      // A member may well have no partition: there are more of us than partitions then.
      boolean member = !joined.assignment().isEmpty() || joined.groupMetadata().generationId() > 0;
      if (!pulse.beats()) {
        trouble = "has no connection to Kafka";
      } else if (member) {
        trouble = null;
      }
      return records;
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } finally {
      polling = false;
    }
  }

  private Duration untilDue() {
    long nanos = mail.nanosUntilDue(what.tick().toNanos(), System.nanoTime());
    // The consumer waits for whole milliseconds: one of less would be none, and a loop without
    // rest.
    return nanos <= 0 ? Duration.ZERO : Duration.ofNanos(nanos).plusMillis(1);
  }

  /** One turn of every partition that has something to do. */
  private void turn(Consumer<String, byte[]> joined, ConsumerRecords<String, byte[]> records) {
    Map<TopicPartition, List<C>> commands =
        mail.take(holdings.all().keySet(), records.partitions(), System.nanoTime());
    // After the mail: nothing is decided at a time before it happened.
    Instant now = clock.instant();
    List<Turn> turns = new ArrayList<>();
    for (Map.Entry<TopicPartition, Owned<C>> entry : holdings.all().entrySet()) {
      List<ConsumerRecord<String, byte[]>> incoming = records.records(entry.getKey());
      List<C> sent = commands.getOrDefault(entry.getKey(), List.of());
      boolean ready = entry.getValue().caughtUp(joined);
      if (!incoming.isEmpty() || !sent.isEmpty() || ready) {
        entry.getValue().decide(joined, incoming, sent, now, ready).ifPresent(turns::add);
      }
    }
    // None is performed before all are committed, so that a failure leaves no turn half done.
    holdings.commit(turns);
    turns.forEach(Turn::perform);
  }

  private void pause() {
    pauseFor(what.elsewhere().isPresent() ? RETRY_ELSEWHERE_MILLIS : RETRY_MILLIS);
  }

  private void pauseFor(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      stopping.set(true);
      Thread.currentThread().interrupt();
    }
  }
}
