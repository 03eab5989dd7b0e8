package dev.kindling.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.service.CommonConfig;
import dev.kindling.kit.trace.Tracing;
import dev.kindling.model.job.PropertyRules;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunMachine;
import dev.kindling.runner.testing.TestRuns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens between a decision to submit and the master, where many are made at once. */
class RestDriversTest {
  private static final int MANY = 200;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final SlowMaster master = new SlowMaster(context);
  private final News news = new News();
  private final Recall recall = new Recall();
  private final RestDrivers drivers =
      new RestDrivers(
          context,
          master,
          new SubmissionWriter(
              new JobWrapper(
                  "http://runner/agent.jar",
                  () -> "http://r1:8490",
                  new PropertyRules(Map.of(), List.of()),
                  new ArtifactLocations(Optional.empty(), InstantSource.fixed(TestRuns.START))),
              "spark://m1:7077"),
          news,
          Tracing.of(
              "test",
              new CommonConfig("127.0.0.1:1", "i", false, "127.0.0.1", 0, 1, 1, Optional.empty())),
          InstantSource.fixed(TestRuns.START),
          new SimpleMeterRegistry());

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void submit(int runs) {
    for (int i = 0; i < runs; i++) {
      Run run = RunMachine.accept(TestRuns.requested("run-" + i), TestRuns.START);
      drivers.submit(new Launch(run, 1, "token", 3, recall));
    }
  }

  @Test
  void submitShouldAskTheMasterForSoManyAtATimeWhenManyAreDueAtOnce() throws Exception {
    // given
    submit(MANY);
    master.awaitFull();

    // when
    for (int i = 0; i < MANY; i++) {
      master.answerOne();
    }

    // then
    for (int i = 0; i < MANY; i++) {
      assertThat(news.next()).isInstanceOf(RunCommand.Accepted.class);
    }
    assertThat(master.mostAtOnce.get()).isEqualTo(RestDrivers.SUBMISSIONS_AT_ONCE);
  }

  @Test
  void killShouldNotWaitForSubmissions() throws Exception {
    // given
    submit(MANY);

    // when
    drivers.kill("driver-1");

    // then
    assertThat(master.killed.poll(10, TimeUnit.SECONDS)).isEqualTo("driver-1");
    assertThat(news.heard).isEmpty();
  }

  @Test
  void submitShouldSendNothingThatWasGivenUpWhileItWaited() throws Exception {
    // given
    submit(MANY);
    int sent = master.awaitFull();

    // when
    recall.call();
    for (int i = 0; i < sent; i++) {
      master.answerOne();
    }
    for (int i = 0; i < sent; i++) {
      news.next();
    }
    drivers.kill("behind all");
    assertThat(master.killed.poll(10, TimeUnit.SECONDS)).isEqualTo("behind all");

    // then
    assertThat(master.asked.get()).isEqualTo(sent);
  }

  /** Answers when it is told to. */
  private static final class SlowMaster implements SubmissionApi {
    private final BlockingQueue<Promise<LaunchResult>> open = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> killed = new LinkedBlockingQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    private final Context context;

    SlowMaster(Context context) {
      this.context = context;
    }

    void answerOne() throws InterruptedException {
      Promise<LaunchResult> answer = open.poll(10, TimeUnit.SECONDS);
      assertThat(answer).as("a request that waits for its answer").isNotNull();
      atOnce.decrementAndGet();
      context.runOnContext(now -> answer.complete(new LaunchResult.Accepted("driver-7")));
    }

    int awaitFull() {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      int most = RestDrivers.SUBMISSIONS_AT_ONCE;
      while (open.size() < most && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(open).hasSize(most);
      return most;
    }

    @Override
    public Future<LaunchResult> create(DriverSubmission submission) {
      asked.incrementAndGet();
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      Promise<LaunchResult> answer = Promise.promise();
      open.add(answer);
      return answer.future();
    }

    @Override
    public Future<String> kill(String driverId) {
      killed.add(driverId);
      return Future.succeededFuture("gone");
    }

    @Override
    public Future<Optional<DriverStatus>> status(String driverId) {
      return Future.succeededFuture(Optional.empty());
    }
  }

  private static final class News implements RunNews {
    private final BlockingQueue<RunCommand> heard = new LinkedBlockingQueue<>();

    @Override
    public void tell(int partition, String runId, RunCommand command) {
      heard.add(command);
    }

    RunCommand next() throws InterruptedException {
      return heard.poll(10, TimeUnit.SECONDS);
    }
  }
}
