package dev.kindling.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.job.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command in every state: the rules that hold whatever comes in whatever order. */
class RunMachineTableTest {
  private static final Limits LIMITS =
      new Limits(Duration.ofMinutes(10), Duration.ofMinutes(5), null, null, null, null);

  private static Map<String, Supplier<Life>> lives() {
    Map<String, Supplier<Life>> lives = new LinkedHashMap<>();
    lives.put("QUEUED", () -> Life.queued(LIMITS, Life.THRICE));
    lives.put("LAUNCHING", () -> Life.queued(LIMITS, Life.THRICE).begins());
    lives.put("SUBMITTED", () -> Life.queued(LIMITS, Life.THRICE).begins().accepted());
    lives.put("RUNNING", () -> Life.running(LIMITS, Life.THRICE));
    lives.put(
        "RUNNING, reported", () -> Life.running(LIMITS, Life.THRICE).reports(1, "x.Boom", "boom"));
    lives.put("CANCELLING", () -> Life.running(LIMITS, Life.THRICE).cancelled());
    lives.put("RETRY_WAIT", () -> Life.running(LIMITS, Life.THRICE).leaseExpires());
    lives.put("SUCCEEDED", () -> Life.running().reports(0));
    lives.put("FAILED", () -> Life.running().reports(1, "x.Boom", "boom"));
    lives.put("LOST", () -> Life.running().leaseExpires());
    lives.put("TIMED_OUT", () -> Life.queued(LIMITS, Life.ONCE).after(Duration.ofHours(1)).ticks());
    lives.put("CANCELLED", () -> Life.submitted().cancelled());
    return lives;
  }

  private static List<RunCommand> commands(Life life) {
    return List.of(
        new RunCommand.Begin(Life.TOKEN_HASH),
        new RunCommand.Accepted(1, Life.DRIVER),
        new RunCommand.Accepted(1, "driver-other"),
        new RunCommand.NotCreated(1, "No.", false),
        new RunCommand.NotCreated(1, "Never.", true),
        new RunCommand.Unknown(1, "Timeout."),
        Life.claim(1, Life.TOKEN_HASH, Life.DRIVER, 101),
        Life.claim(1, Life.TOKEN_HASH, Life.DRIVER, 102),
        Life.claim(1, RunIds.tokenHash("x"), Life.DRIVER, 101),
        Life.claim(2, Life.TOKEN_HASH, Life.DRIVER, 101),
        new RunCommand.Renew(1, Life.TOKEN_HASH, "app-1"),
        new RunCommand.Renew(2, Life.TOKEN_HASH, null),
        life.report(0, null, null, null),
        life.report(1, "x.Boom", "boom", null),
        life.report(-1, null, "System.exit", null),
        new RunCommand.DriverSeen(Life.DRIVER, DriverState.RUNNING, "worker-1", null),
        new RunCommand.DriverSeen(Life.DRIVER, DriverState.FINISHED, null, null),
        new RunCommand.DriverSeen(Life.DRIVER, DriverState.FAILED, null, null),
        new RunCommand.DriverSeen(Life.DRIVER, DriverState.KILLED, null, null),
        new RunCommand.DriverSeen(Life.DRIVER, DriverState.ERROR, null, "stack"),
        new RunCommand.DriverUnknown(Life.DRIVER),
        new RunCommand.LeaseExpired(1),
        new RunCommand.CancelAsked(new RunRequest.Cancel("run-1", null, null, Life.START)),
        new RunCommand.Waits("something else"),
        new RunCommand.Tick(),
        new RunCommand.TakenOver());
  }

  static Stream<Arguments> everything() {
    return lives().entrySet().stream()
        .flatMap(
            entry -> {
              int count = commands(entry.getValue().get()).size();
              return Stream.iterate(0, i -> i < count, i -> i + 1)
                  .map(
                      i -> {
                        Life life = entry.getValue().get();
                        return Arguments.of(entry.getKey(), commands(life).get(i), life);
                      });
            });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everything")
  void decideShouldKeepItsPromisesWhateverComes(String name, RunCommand command, Life life) {
    Run before = life.run();

    life.after(Duration.ofHours(2)).does(command);

    assertThat(name).startsWith(before.state().name());
    promises(before, command, life.decision());
  }

  @Test
  void decideShouldKeepItsPromisesInAnyOrderOfCommands() {
    for (long seed = 1; seed <= 2_000; seed++) {
      Random random = new Random(seed);
      Life life = Life.queued(LIMITS, Life.THRICE);
      for (int i = 0; i < 40; i++) {
        List<RunCommand> commands = commands(life);
        RunCommand command = commands.get(random.nextInt(commands.size()));
        Run before = life.run();
        life.after(Duration.ofSeconds(random.nextInt(30))).does(command);
        try {
          promises(before, command, life.decision());
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed + ", " + before + " <- " + command, e);
        }
      }
    }
  }

  private static void promises(Run before, RunCommand command, Decision decision) {
    Run after = decision.run();
    if (before.state().isFinal()) {
      assertThat(after).as("a final state never changes").isSameAs(before);
      boolean lateDriver = command instanceof RunCommand.Accepted;
      assertThat(decision.effects())
          .as("only a late driver is still killed")
          .allMatch(effect -> lateDriver && effect instanceof RunEffect.Kill);
    }
    boolean asks = command instanceof RunCommand.Claim || command instanceof RunCommand.Renew;
    assertThat(decision.answer() != null).as("who asks is answered").isEqualTo(asks);
    if (!decision.changes(before)) {
      return;
    }
    assertThat(after.version()).isEqualTo(before.version() + 1);
    assertThat(after.updatedAt()).isAfterOrEqualTo(before.updatedAt());
    assertThat(after.reason()).isNotBlank();
    assertThat(after.endedAt() != null).isEqualTo(after.state().isFinal());
    assertThat(after.retryAt() != null).isEqualTo(after.state() == RunState.RETRY_WAIT);
    assertThat(after.waitingFor() != null).isEqualTo(after.state() == RunState.QUEUED);
    assertThat(after.ending() != null).isEqualTo(after.state() == RunState.CANCELLING);
    assertThat(after.liveAttempt().isPresent())
        .as("an attempt is under way exactly while the run counts against limits")
        .isEqualTo(after.state().isActive());
    for (int i = 0; i < before.attempts().size(); i++) {
      Attempt was = before.attempts().get(i);
      Attempt is = after.attempts().get(i);
      assertThat(is.tokenHash()).isEqualTo(was.tokenHash());
      if (was.state().isFinal()) {
        assertThat(is).as("an ended attempt never changes").isEqualTo(was);
      }
      if (was.state() == AttemptState.CLAIMED) {
        assertThat(List.of(is.host(), is.pid())).isEqualTo(List.of(was.host(), was.pid()));
        assertThat(is.state())
            .as("a granted attempt is never un-granted")
            .isNotIn(AttemptState.LAUNCHING, AttemptState.SUBMITTED, AttemptState.ABANDONED);
      }
      Instant end = is.endedAt();
      assertThat(end != null).isEqualTo(is.state().isFinal());
    }
    assertThat(after.attempts().size() - before.attempts().size())
        .isEqualTo(command instanceof RunCommand.Begin ? 1 : 0);
  }
}
