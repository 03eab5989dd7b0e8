package dev.kindling.bench.schedule;

import dev.kindling.kit.service.CommonConfig;
import java.time.Instant;
import java.util.function.BiConsumer;

/** A scheduler, and a reader of its requests that was there first. */
final class WatchedScheduler implements AutoCloseable {
  private final Requests requests;
  private final SchedulerService service;

  /**
   * @param listener hears of the instant that a request is for, and when it arrived
   */
  WatchedScheduler(CommonConfig config, BiConsumer<Instant, Instant> listener) {
    this.requests = new Requests(config, listener);
    this.service = new SchedulerService(config.kafkaBootstrap());
  }

  /** How late what it has committed was, up to now. */
  CommitLateness lateness() {
    return CommitLateness.now(service.managementPort());
  }

  @Override
  public void close() {
    service.close();
    requests.close();
  }
}
