package dev.kindling.scheduler.trigger;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which of the topics that triggers want exist. A consumer that subscribes to a topic that
 * does not exist warns about it every second for ever, and one that subscribes to a pattern learns
 * of a new topic within five minutes; here both are looked for every {@value #LOOK_MILLIS} ms, and
 * subscribed to once they are there.
 *
 * <p>Thread-safe. The listener is called on whatever thread brought the news, one at a time.
 */
final class TopicWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final int LOOK_TIMEOUT_MILLIS = 10_000;

  private final Vertx vertx;
  private final Map<String, Object> settings;
  private final boolean atHome;
  private final Consumer<Set<String>> listener;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Admin admin;
  private volatile String trouble;
  private long timer;
  private TopicWish wanted = TopicWish.NONE;
  private Set<String> known = Set.of();

  /**
   * @param settings of a client of the cluster
   * @param atHome whether it is the platform's own
   * @param listener hears of the wanted topics that exist
   */
  TopicWatch(
      Vertx vertx, Map<String, Object> settings, boolean atHome, Consumer<Set<String>> listener) {
    this.vertx = vertx;
    this.settings = settings;
    this.atHome = atHome;
    this.listener = listener;
  }

  /** Begins to look; called once, before any topic is wanted. */
  void start() {
    admin = Admin.create(settings);
    timer = vertx.setPeriodic(LOOK_MILLIS, id -> lookIfNeeded());
  }

  /** Sets the topics that are wanted. */
  void want(TopicWish topics) {
    synchronized (this) {
      wanted = topics;
      tell();
    }
    lookIfNeeded();
  }

  /** The topics that are named and do not exist. */
  synchronized Set<String> missing() {
    return wanted.missing(known);
  }

  /** Why topics could not be listed the last time; empty if they could. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** What a pattern wants may appear at any time. */
  private synchronized boolean mayAppear() {
    return !wanted.patterns().isEmpty() || !missing().isEmpty();
  }

  private void lookIfNeeded() {
    if (mayAppear() && looking.compareAndSet(false, true)) {
      admin
          .listTopics(new ListTopicsOptions().timeoutMs(LOOK_TIMEOUT_MILLIS))
          .names()
          .whenComplete(this::found);
    }
  }

  private synchronized void found(Set<String> names, Throwable failure) {
    looking.set(false);
    if (failure != null) {
      LOG.debug("the topics cannot be listed; trying again", failure);
      trouble = "cannot list its topics: " + failure.getMessage();
      return;
    }
    trouble = null;
    known = names;
    tell();
  }

  private void tell() {
    listener.accept(wanted.among(known, atHome));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    admin.close();
  }
}
