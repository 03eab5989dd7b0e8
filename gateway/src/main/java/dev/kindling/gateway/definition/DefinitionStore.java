package dev.kindling.gateway.definition;

import dev.kindling.gateway.definition.DefinitionWriter.Limits;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.service.CommonConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Changes definitions of every kind. All writes of one gateway go through one thread, since they
 * share one right to write. The futures complete on the caller's context.
 */
public final class DefinitionStore implements AutoCloseable {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofMillis(100));

  /** Beyond so many waiting writes a new one is told to come back, instead of timing out later. */
  private static final int QUEUE_LIMIT = 500;

  private final WorkerExecutor executor;
  private final DefinitionLog log;
  private final DefinitionWriter writer;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final AtomicInteger queued = new AtomicInteger();

  DefinitionStore(
      Vertx vertx, DefinitionLog log, Limits limits, InstantSource clock, MeterRegistry meters) {
    this.executor = vertx.createSharedWorkerExecutor("definitions", 1, 60, TimeUnit.SECONDS);
    this.log = log;
    this.writer = new DefinitionWriter(log, limits, System::nanoTime, meters);
    this.clock = clock;
    this.meters = meters;
    meters.gauge("kindling.gateway.definition.queue", queued);
  }

  /** A store on Kafka; nothing is claimed before the first write or {@link #settle}. */
  public static DefinitionStore onKafka(
      Vertx vertx,
      CommonConfig config,
      Map<String, Integer> partitions,
      InstantSource clock,
      MeterRegistry meters) {
    return new DefinitionStore(
        vertx, new KafkaDefinitionLog(config, partitions), LIMITS, clock, meters);
  }

  /** Ends what a gateway that died in a write left open; never fails. */
  public Future<Void> settle() {
    return executor.executeBlocking(
        () -> {
          writer.settle();
          return null;
        },
        false);
  }

  /** Creates or replaces; a spec that changes nothing is not written. */
  public <S extends Record, D> Future<Written<D>> put(
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      String name,
      S spec,
      Precondition precondition,
      String by,
      Intent intent) {
    return write(kind, view, name, "put", putting(kind, name, spec, precondition, by), intent);
  }

  /** A dry run is decided by what this gateway knows, and nothing is written. */
  private <S extends Record, D> Future<Written<D>> write(
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      String name,
      String action,
      Function<Optional<D>, Change<D>> decide,
      Intent intent) {
    if (!intent.isDry()) {
      return submit(kind, action, () -> writer.write(kind, view, name, decide));
    }
    try {
      Change<D> change = decide.apply(view.get(name));
      return Future.succeededFuture(new Written<>(change.result(), change.created(), true));
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
  }

  private <S extends Record, D> Function<Optional<D>, Change<D>> putting(
      DefinitionKind<S, D> kind, String name, S spec, Precondition precondition, String by) {
    return current -> {
      precondition.check(kind.noun() + " " + name, revision(kind, current));
      if (current.isEmpty()) {
        return Change.create(kind.maker().make(name, 1, spec, clock.instant(), by));
      }
      D before = current.get();
      S replaced = kind.spec().apply(before);
      S carried = kind.carry().apply(replaced, spec);
      if (replaced.equals(carried)) {
        return Change.unneeded(before);
      }
      long next = kind.revision().applyAsLong(before) + 1;
      return Change.replace(kind.maker().make(name, next, carried, clock.instant(), by));
    };
  }

  /**
   * Writes the current spec with a change, as a new revision even where the change is none; fails
   * with 404 if there is nothing of that name.
   */
  public <S extends Record, D> Future<Written<D>> change(
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      String name,
      UnaryOperator<S> change,
      Precondition precondition,
      String by,
      Intent intent) {
    Function<Optional<D>, Change<D>> decide =
        current -> {
          precondition.check(kind.noun() + " " + name, revision(kind, current));
          D before =
              current.orElseThrow(
                  () -> Problems.notFound("There is no " + kind.noun() + " " + name + "."));
          S spec = change.apply(kind.spec().apply(before));
          long next = kind.revision().applyAsLong(before) + 1;
          return Change.replace(kind.maker().make(name, next, spec, clock.instant(), by));
        };
    return write(kind, view, name, "change", decide, intent);
  }

  /** Deletes; fails with 404 if there is nothing of that name. */
  public <S extends Record, D> Future<Written<D>> delete(
      DefinitionKind<S, D> kind,
      DefinitionView<D> view,
      String name,
      Precondition precondition,
      Intent intent) {
    return write(kind, view, name, "delete", deleting(kind, name, precondition), intent);
  }

  private static <D> Function<Optional<D>, Change<D>> deleting(
      DefinitionKind<?, D> kind, String name, Precondition precondition) {
    return current -> {
      precondition.check(kind.noun() + " " + name, revision(kind, current));
      return current
          .map(Change::delete)
          .orElseThrow(() -> Problems.notFound("There is no " + kind.noun() + " " + name + "."));
    };
  }

  /** The revision of what stands there, if anything does. */
  public static <D> OptionalLong revision(DefinitionKind<?, D> kind, Optional<D> current) {
    return current.isPresent()
        ? OptionalLong.of(kind.revision().applyAsLong(current.get()))
        : OptionalLong.empty();
  }

  private <D> Future<Written<D>> submit(
      DefinitionKind<?, D> kind, String action, Callable<Written<D>> write) {
    if (queued.incrementAndGet() > QUEUE_LIMIT) {
      queued.decrementAndGet();
      return Future.failedFuture(
          Problems.unavailable("Too many definitions are waiting to be written.", null));
    }
    Timer.Sample begin = Timer.start(meters);
    return executor
        .executeBlocking(write, false)
        .onComplete(
            result -> {
              queued.decrementAndGet();
              begin.stop(
                  meters.timer(
                      "kindling.gateway.definition.writes",
                      "kind",
                      kind.noun(),
                      "action",
                      action,
                      "outcome",
                      result.succeeded() ? "written" : "refused"));
            });
  }

  /** Gives up the right to write, after the write in progress. Blocking. */
  @Override
  public void close() throws Exception {
    executor
        .executeBlocking(
            () -> {
              log.close();
              return null;
            },
            false)
        .eventually(executor::close)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
