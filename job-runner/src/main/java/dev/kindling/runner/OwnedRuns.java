package dev.kindling.runner;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.guard.GuardAnswer;
import dev.kindling.runner.guard.RunDoor;
import dev.kindling.runner.launch.RunNews;
import dev.kindling.runner.ledger.RunnerCommand;
import dev.kindling.runner.roster.Roster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the runs that are ours, for guards and for news from outside, and to the job-runner
 * that has those that are not. From any thread.
 */
final class OwnedRuns implements RunDoor, RunNews {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedRuns.class);

  private final OwnerLoop<RunnerCommand> owner;
  private final Roster roster;
  private final Supplier<String> ownUrl;
  private final List<String> peers;
  private final Consumer<String> kill;

  /**
   * @param ownUrl where guards reach us
   * @param peers further addresses that guards may ask
   * @param kill has a driver killed that nobody can use
   */
  OwnedRuns(
      OwnerLoop<RunnerCommand> owner,
      Roster roster,
      Supplier<String> ownUrl,
      List<String> peers,
      Consumer<String> kill) {
    this.owner = owner;
    this.roster = roster;
    this.ownUrl = ownUrl;
    this.peers = List.copyOf(peers);
    this.kill = kill;
  }

  static TopicPartition partition(int number) {
    return new TopicPartition(KindlingTopics.RUN_REQUESTS.name(), number);
  }

  @Override
  public Future<GuardAnswer> ask(int partition, String runId, RunCommand command) {
    Promise<GuardAnswer> answer = Promise.promise();
    RunnerCommand.OfRun ask =
        new RunnerCommand.OfRun(
            runId,
            command,
            decision ->
                answer.tryComplete(
                    decision == null
                        ? new GuardAnswer.NoSuchRun()
                        : new GuardAnswer.Decided(decision)));
    if (owner.send(partition(partition), ask)) {
      return answer.future();
    }
    // Our own name there is of a time before: the partition is on its way to somebody.
    Optional<URI> other =
        roster.ownerOf(partition).filter(url -> !url.toString().equals(ownUrl.get()));
    return Future.succeededFuture(new GuardAnswer.NotOurs(other));
  }

  @Override
  public List<String> runners() {
    Set<String> urls = new LinkedHashSet<>();
    urls.add(ownUrl.get());
    urls.addAll(roster.urls());
    urls.addAll(peers);
    return List.copyOf(urls);
  }

  @Override
  public void tell(int partition, String runId, RunCommand news) {
    RunnerCommand told = new RunnerCommand.OfRun(runId, news);
    // Nobody waits for it. Should the partition be taken from us meanwhile, it is as if the answer
    // had come later: the next owner gives the attempt up, and the fence refuses its driver.
    boolean isOurs =
        news instanceof RunCommand.Accepted
            ? owner.sendPatiently(partition(partition), told)
            : owner.send(partition(partition), told);
    if (!isOurs) {
      LOG.info("run {} is not ours any more: {} is left to its owner", runId, news);
      if (news instanceof RunCommand.Accepted accepted) {
        kill.accept(accepted.driverId());
      }
    }
  }
}
