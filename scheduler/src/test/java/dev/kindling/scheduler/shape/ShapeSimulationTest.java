package dev.kindling.scheduler.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.trigger.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random events, times and deaths of owners, for each shape, against what must hold always. */
class ShapeSimulationTest {
  private static final long SEED = Long.getLong("kindling.seed", 1L);
  private static final int ROUNDS = Integer.getInteger("kindling.rounds", 12);
  private static final int STEPS = 60;

  private static void define(ShapeWorld world, String shape) {
    world.define(
        "t",
        """
        {"job": "etl", "topic": "orders", "parameters": {"n": "events.map(e, e.offset)"},
         "shape": %s}
        """
            .formatted(shape));
  }

  /** How the owner of a turn fares: the same seed with any of these must come to the same end. */
  private enum Owners {
    LIVE,
    DIE_BEFORE_EACH_COMMIT,
    CHANGE_AT_RANDOM_AFTER_A_COMPACTION
  }

  private static ShapeWorld simulate(String shape, long seed, Owners owners) {
    Random events = new Random(seed);
    Random deaths = new Random(seed + 1);
    ShapeWorld world = new ShapeWorld();
    define(world, shape);
    world.now = world.now.plusMillis(1);
    int offset = 0;
    for (int step = 0; step < STEPS; step++) {
      int many = events.nextInt(5) == 0 ? events.nextInt(6) : 1;
      for (int i = 0; i < many; i++) {
        world.event(
            "t",
            offset++,
            "{\"k\": \"%d\", \"kind\": %d}".formatted(events.nextInt(3), events.nextInt(3)));
      }
      switch (owners) {
        case LIVE -> {}
        case DIE_BEFORE_EACH_COMMIT -> world.turnThatIsLost();
        case CHANGE_AT_RANDOM_AFTER_A_COMPACTION -> {
          if (deaths.nextInt(4) == 0) {
            world.compact();
            world.takeOver();
          }
        }
      }
      world.turn();
      if (events.nextInt(20) == 0) {
        world.define("t", world.spec("t").paused(events.nextBoolean(), null));
        world.now = world.now.plusMillis(1);
        world.turn();
      }
      world.pass(Duration.ofMillis(events.nextInt(8_000)), Duration.ofSeconds(2));
    }
    world.define("t", world.spec("t").paused(false, null));
    for (int i = 0; i < 40; i++) {
      // Whatever stops it again, somebody resumes it.
      world.pass(Duration.ofMinutes(2), Duration.ofSeconds(10));
      world.define("t", world.spec("t").paused(false, null));
    }
    world.pass(Duration.ofMinutes(2), Duration.ofSeconds(10));
    return world;
  }

  private static List<Long> offsets(RunRequest.Requested run) {
    List<Long> all = new ArrayList<>();
    for (JsonNode offset : run.parameters().path("n")) {
      all.add(offset.asLong());
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dedup\": {\"key\": \"data.k\", \"window\": \"PT20S\"}}",
        "{\"batch\": {\"count\": 4, \"time\": \"PT30S\"}}",
        "{\"batch\": {\"bytes\": 70, \"time\": \"PT60S\", \"key\": \"data.k\"}}",
        "{\"debounce\": {\"quiet\": \"PT6S\", \"atMost\": \"PT20S\", \"key\": \"data.k\"}}",
        """
        {"join": {"key": "data.k", "within": "PT20S",
                  "events": {"a": "data.kind == 0", "b": "data.kind == 1", "c": "true"}}}
        """,
        "{\"throttle\": {\"runs\": 2, \"per\": \"PT15S\"}}",
        "{\"throttle\": {\"runs\": 1, \"per\": \"PT9S\", \"excess\": \"last\", \"key\": \"data.k\"}}",
        "{\"throttle\": {\"runs\": 1, \"per\": \"PT9S\", \"excess\": \"drop\"}}",
        "{\"stormBreaker\": {\"runs\": 4, \"per\": \"PT20S\"}}",
        """
        {"dedup": {"key": "data.k + string(data.kind)", "window": "PT5S"},
         "batch": {"count": 3, "time": "PT10S"}, "throttle": {"runs": 1, "per": "PT15S"},
         "stormBreaker": {"runs": 3}}
        """
      })
  void everyEventShouldComeToOneEndWhateverDies(String shape) {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      ShapeWorld live = simulate(shape, seed, Owners.LIVE);
      assertThat(live.waiting()).as("seed %d: nothing waits for ever", seed).isEmpty();
      Set<Long> ended = new HashSet<>();
      for (RunRequest.Requested run : live.runs) {
        for (long offset : offsets(run)) {
          assertThat(ended.add(offset)).as("seed %d: %d is in one run", seed, offset).isTrue();
        }
      }
      for (DeadLetter letter : live.letters) {
        assertThat(ended.add(letter.offset()))
            .as("seed %d: %d is a run or a letter", seed, letter.offset())
            .isTrue();
      }
      throttled(shape, live.runTimes, seed);
      for (Owners owners :
          List.of(Owners.DIE_BEFORE_EACH_COMMIT, Owners.CHANGE_AT_RANDOM_AFTER_A_COMPACTION)) {
        ShapeWorld other = simulate(shape, seed, owners);
        assertThat(timed(other))
            .as("seed %d: the runs are the same when owners %s", seed, owners)
            .isEqualTo(timed(live));
        assertThat(other.letters).hasSameSizeAs(live.letters);
      }
    }
  }

  /** The runs with their times; of those of one time the order says nothing. */
  private static List<String> timed(ShapeWorld world) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < world.runs.size(); i++) {
      all.add(world.runTimes.get(i) + " " + world.numbers().get(i));
    }
    all.sort(Comparator.naturalOrder());
    return all;
  }

  private static void throttled(String shape, List<Instant> times, long seed) {
    if (shape.contains("\"runs\": 2, \"per\": \"PT15S\"")) {
      for (int i = 2; i < times.size(); i++) {
        assertThat(Duration.between(times.get(i - 2), times.get(i)))
            .as("seed %d: at most two runs in 15 s", seed)
            .isGreaterThanOrEqualTo(Duration.ofSeconds(15));
      }
    }
  }
}
