package dev.kindling.scheduler.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.run.RunIds;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.scheduler.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of events, shape by shape. */
class ShapeRulesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ShapeWorld world = new ShapeWorld();
  private long offset;

  private void shape(String shape) {
    shape(shape, "data.n");
  }

  private void shape(String shape, String mapping) {
    world.define(
        "t",
        """
        {"job": "etl", "topic": "orders", "parameters": {"n": "%s"}, "shape": %s}
        """
            .formatted(mapping, shape));
  }

  private void event(int n) {
    event(n, "a");
  }

  private void event(int n, String key) {
    world.event("t", offset++, "{\"n\": %d, \"k\": \"%s\"}".formatted(n, key));
    world.turn();
  }

  private void cloudEvent(String id, int n) {
    world.event(
        "t",
        offset++,
        """
        {"specversion": "1.0", "id": "%s", "source": "/s", "type": "t", "data": {"n": %d}}
        """
            .formatted(id, n));
    world.turn();
  }

  @Test
  void dedupShouldPassOverWhatCameLessThanAWindowAgoWhenItHasTheSameKey() {
    // given
    shape("{\"dedup\": {\"key\": \"data.k\", \"window\": \"PT10S\"}}");

    // when
    event(1, "a");
    event(2, "b");
    world.pass(Duration.ofSeconds(9));
    event(3, "a");
    world.pass(SECOND);
    event(4, "a");

    // then
    assertThat(world.numbers()).containsExactly("1", "2", "4");
    assertThat(world.events("duplicate")).isEqualTo(1);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void dedupShouldKnowACloudEventBySourceAndIdWhenThereIsNoKey() {
    // given
    shape("{\"dedup\": {\"window\": \"PT10S\"}}");

    // when
    cloudEvent("7", 1);
    cloudEvent("7", 2);
    cloudEvent("8", 3);
    event(4);
    event(5);

    // then
    assertThat(world.numbers()).containsExactly("1", "3", "4", "5");
    assertThat(world.runs.get(0).runId()).isEqualTo(RunIds.ofEvent("t", "/s", "7"));
  }

  @Test
  void dedupShouldForgetWhatIsOver() {
    // given
    shape("{\"dedup\": {\"key\": \"data.k\", \"window\": \"PT10S\"}}");
    event(1, "a");
    event(2, "b");
    assertThat(world.remembered()).hasSize(3);

    // when
    world.pass(Duration.ofSeconds(11));

    // then: only the state of the trigger is left
    assertThat(world.remembered()).containsExactly("t");
  }

  @Test
  void dedupShouldLetADeadLetterThroughWhenItIsReplayed() {
    // given
    shape("{\"dedup\": {\"key\": \"data.k\", \"window\": \"PT10S\"}}");
    event(1, "a");

    // when
    world.replay("t", "0-1", 0, "{\"n\": 2, \"k\": \"a\"}");
    world.turn();

    // then
    assertThat(world.numbers()).containsExactly("1", "2");
  }

  @Test
  void batchShouldBecomeOneRunWithAllPayloadsWhenItIsComplete() {
    // given
    shape("{\"batch\": {\"count\": 3}}", "events.map(e, e.data.n)");

    // when
    event(1);
    event(2);
    assertThat(world.runs).isEmpty();
    event(3);
    event(4);

    // then
    assertThat(world.numbers()).containsExactly("[1,2,3]");
    assertThat(world.runs.get(0).origin().detail()).isEqualTo("3 events, the last is orders-0@2");
    assertThat(world.waiting()).containsExactly("t/orders-0@3");
  }

  @Test
  void batchShouldGoWhenItsTimeIsOverAndApartByKey() {
    // given
    shape("{\"batch\": {\"time\": \"PT10S\", \"key\": \"data.k\"}}", "events.map(e, e.data.n)");

    // when
    event(1, "a");
    world.pass(Duration.ofSeconds(5));
    event(2, "b");
    event(3, "a");
    world.pass(Duration.ofSeconds(5));
    event(4, "a");
    world.pass(Duration.ofSeconds(5));

    // then
    assertThat(world.numbers()).containsExactly("[1,3]", "[2]");
    TriggerState.WaitingGroup waiting = world.stateOf("t").orElseThrow().groups().get(0);
    assertThat(waiting.key()).isEqualTo("a");
    assertThat(waiting.until()).isEqualTo(Samples.BEGIN.plusSeconds(20));
    assertThat(waiting.waitingFor())
        .isEqualTo("The batch goes with 10000 events or 500000 bytes of data; it has 1 and 15.");
  }

  @Test
  void batchShouldNotGrowBeyondItsBytes() {
    // given
    shape("{\"batch\": {\"bytes\": 40}}", "events.map(e, e.data.n)");

    // when: each takes 15 bytes
    event(1);
    event(2);
    event(3);

    // then
    assertThat(world.numbers()).containsExactly("[1,2]");
  }

  @Test
  void debounceShouldKeepTheLastWhenItIsQuiet() {
    // given
    shape("{\"debounce\": {\"quiet\": \"PT5S\"}}");

    // when
    for (int n = 1; n <= 4; n++) {
      event(n);
      world.pass(Duration.ofSeconds(3));
    }
    assertThat(world.runs).isEmpty();
    world.pass(Duration.ofSeconds(2));

    // then
    assertThat(world.numbers()).containsExactly("4");
    assertThat(world.events("superseded")).isEqualTo(3);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void debounceShouldNotWaitForEverWhenEventsKeepComing() {
    // given
    shape("{\"debounce\": {\"quiet\": \"PT5S\", \"atMost\": \"PT10S\"}}");

    // when: an owner dies on the way, which knows of the first event
    for (int n = 1; n <= 3; n++) {
      event(n);
      world.pass(Duration.ofSeconds(3));
    }
    world.takeOver();
    event(4);
    world.pass(SECOND);

    // then
    assertThat(world.numbers()).containsExactly("4");
  }

  @Test
  void joinShouldBecomeOneRunWhenThereIsOneOfEachKind() {
    // given
    shape(
        """
        {"join": {"key": "data.k", "within": "PT1H",
                  "events": {"orders": "data.n < 10", "stock": "data.n >= 10"}}}
        """,
        "[joined.orders.data.n, joined.stock.data.n]");

    // when
    event(1, "monday");
    event(20, "tuesday");
    event(2, "monday");
    event(10, "monday");

    // then: of orders for monday the last one counts
    assertThat(world.numbers()).containsExactly("[2,10]");
    assertThat(world.waiting()).containsExactly("t/orders-0@1");
    world.pass(SECOND);
    TriggerState.WaitingGroup waiting = world.stateOf("t").orElseThrow().groups().get(0);
    assertThat(waiting.key()).isEqualTo("tuesday");
    assertThat(waiting.waitingFor()).isEqualTo("It waits for \"orders\".");
  }

  @Test
  void joinShouldBeADeadLetterWhenSomethingIsMissingAfterTheWindow() {
    // given
    shape(
        """
        {"join": {"key": "data.k", "within": "PT1M",
                  "events": {"orders": "data.n < 10", "stock": "data.n >= 10"}}}
        """);
    event(1, "monday");

    // when
    world.pass(Duration.ofMinutes(1));
    event(10, "monday");

    // then
    assertThat(world.runs).isEmpty();
    DeadLetter letter = world.letters.get(0);
    assertThat(letter.trigger()).isEqualTo("t");
    assertThat(letter.reason())
        .isEqualTo(
            "The join of \"monday\" is incomplete: \"stock\" did not come within PT1M. Replay it"
                + " when the rest is there, or discard it.");
    assertThat(world.waiting()).containsExactly("t/orders-0@1");

    // when
    world.replay("t", "0-1", 0, "{\"n\": 1, \"k\": \"monday\"}");
    world.turn();

    // then
    assertThat(world.runs).hasSize(1);
  }

  @Test
  void throttleShouldLetEventsWaitForTheirTurnInTheirOrder() {
    // given
    shape("{\"throttle\": {\"runs\": 2, \"per\": \"PT10S\"}}");

    // when
    for (int n = 1; n <= 5; n++) {
      event(n);
    }
    assertThat(world.numbers()).containsExactly("1", "2");
    world.pass(Duration.ofSeconds(25));

    // then
    assertThat(world.numbers()).containsExactly("1", "2", "3", "4", "5");
    assertThat(world.runTimes)
        .extracting(time -> Duration.between(Samples.BEGIN, time).toSeconds())
        .containsExactly(0L, 0L, 10L, 10L, 20L);
  }

  @Test
  void throttleShouldKeepTheLastOrNothingWhenItSaysSo() {
    // given
    shape("{\"throttle\": {\"runs\": 1, \"per\": \"PT10S\", \"excess\": \"last\"}}");
    for (int n = 1; n <= 4; n++) {
      event(n);
    }
    world.pass(Duration.ofSeconds(10));

    // then
    assertThat(world.numbers()).containsExactly("1", "4");

    // when
    shape(
        "{\"throttle\": {\"runs\": 1, \"per\": \"PT10S\", \"excess\": \"drop\", \"key\":"
            + " \"data.k\"}}");
    event(5, "a");
    event(6, "a");
    event(7, "b");
    world.pass(Duration.ofSeconds(20));

    // then
    assertThat(world.numbers()).containsExactly("1", "4", "5", "7");
    assertThat(world.events("dropped")).isEqualTo(1);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void stormShouldStopTheTriggerAndLoseNothingWhenThereAreTooManyRuns() {
    // given
    shape("{\"stormBreaker\": {\"runs\": 3, \"per\": \"PT1M\"}}");

    // when
    for (int n = 1; n <= 8; n++) {
      event(n);
    }
    world.pass(Duration.ofMinutes(5), Duration.ofSeconds(30));

    // then
    assertThat(world.numbers()).containsExactly("1", "2", "3");
    TriggerState state = world.stateOf("t").orElseThrow();
    assertThat(state.stop().reason())
        .startsWith(
            "It stopped by itself: there would have been more than 3 runs in PT1M (stormBreaker).");
    assertThat(state.waiting()).isEqualTo(5);
    assertThat(state.groups().get(0).waitingFor()).isEqualTo("The trigger has stopped by itself.");
    assertThat(world.meters.get("kindling.trigger.stopped").gauge().value()).isEqualTo(1);

    // when: somebody resumes it
    world.define("t", world.spec("t").paused(false, null));
    world.pass(Duration.ofMinutes(2), SECOND);

    // then: what waited goes at the rate that the breaker bears, and does not make it trip
    assertThat(world.numbers()).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    assertThat(world.stateOf("t").orElseThrow().stop()).isNull();
  }

  @Test
  void discardShouldEndWhatWaitsAndNothingElse() {
    // given
    shape("{\"stormBreaker\": {\"runs\": 1, \"per\": \"PT1M\"}}");
    event(1);
    event(2);
    event(3);
    world.pass(Duration.ofMinutes(2), SECOND);

    // when
    world.define("t", world.spec("t").discardedUntil(world.now));
    event(4);

    // then
    assertThat(world.numbers()).containsExactly("1", "4");
    assertThat(world.events("discarded")).isEqualTo(2);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void pauseShouldLetWhatWaitsGoOnWaiting() {
    // given
    shape("{\"throttle\": {\"runs\": 1, \"per\": \"PT10S\"}}");
    event(1);
    event(2);

    // when
    world.define("t", world.spec("t").paused(true, "a note"));
    world.pass(Duration.ofMinutes(1));

    // then
    assertThat(world.numbers()).containsExactly("1");
    world.define("t", world.spec("t").paused(false, null));
    world.turn();
    assertThat(world.numbers()).containsExactly("1", "2");
  }

  @Test
  void changeShouldShapeWhatWaitsAnew() {
    // given
    shape("{\"batch\": {\"count\": 10}}", "events.map(e, e.data.n)");
    for (int n = 1; n <= 5; n++) {
      event(n);
    }

    // when
    shape("{\"batch\": {\"count\": 2}}", "events.map(e, e.data.n)");
    world.turn();

    // then
    assertThat(world.numbers()).containsExactly("[1,2]", "[3,4]");
    assertThat(world.waiting()).containsExactly("t/orders-0@4");
  }

  @Test
  void keyShouldMakeADeadLetterWhenTheEventHasNone() {
    // given
    shape("{\"dedup\": {\"key\": \"data.none\", \"window\": \"PT10S\"}}");

    // when
    event(1);

    // then
    assertThat(world.letters.get(0).reason())
        .isEqualTo("\"data.none\" has no value here: key 'none' is not present in map.");
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void batchShouldBeADeadLetterForEachEventWhenTheMappingFails() {
    // given
    shape("{\"batch\": {\"count\": 2}}", "events.map(e, e.data.none)");

    // when
    event(1);
    event(2);

    // then
    assertThat(world.letters).extracting(DeadLetter::offset).containsExactly(0L, 1L);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void triggerThatIsGoneShouldLeaveDeadLettersAndNoMemory() {
    // given
    shape("{\"batch\": {\"count\": 2}, \"dedup\": {\"window\": \"PT1H\"}}");
    event(1);

    // when
    world.undefine("t");
    world.pass(MatchPartition.GONE_AFTER.plusSeconds(2));

    // then
    assertThat(world.letters)
        .extracting(DeadLetter::reason)
        .isEqualTo(List.of("The trigger is there no more: define it, and replay."));
    assertThat(world.waiting()).isEmpty();
    assertThat(world.remembered()).isEmpty();
  }

  @Test
  void triggerShouldTakeWhatCameBeforeItWasHeardOf() {
    // given: the event's owner knew of the trigger first
    world.event("t", offset++, "{\"n\": 1}");
    world.turn();
    assertThat(world.runs).isEmpty();

    // when
    shape("{\"dedup\": {\"window\": \"PT1H\"}}");
    world.turn();

    // then
    assertThat(world.numbers()).containsExactly("1");
  }

  @Test
  void stormShouldStayOnTheTableWhenItIsLargerThanWhatIsKeptInMemory() {
    // given
    shape("{\"stormBreaker\": {\"runs\": 1000, \"per\": \"PT1S\"}}");
    int many = Shaper.MOST_HELD + 5_000;
    for (int n = 0; n < many; n++) {
      world.event("t", offset++, "{\"n\": %d}".formatted(n));
      if (n % 1_000 == 999) {
        world.turn();
      }
    }
    world.turn();
    assertThat(world.stateOf("t").orElseThrow().stop()).isNotNull();
    assertThat(world.stateOf("t").orElseThrow().unreadFrom()).isNotNull();
    int before = world.runs.size();

    // when: an owner that knows nothing takes over, and somebody resumes the trigger
    world.takeOver();
    world.turn();
    world.readInPartsOf(2_000);
    world.now = world.now.plusMillis(1);
    world.define("t", world.spec("t").paused(false, null));
    world.pass(Duration.ofSeconds(5), Duration.ofMillis(500));
    world.takeOver();
    world.pass(Duration.ofSeconds(30), Duration.ofMillis(500));

    // then
    assertThat(before).isEqualTo(1_000);
    assertThat(world.runs).hasSize(many);
    assertThat(world.runs).extracting(run -> run.runId()).doesNotHaveDuplicates();
    assertThat(world.stateOf("t").orElseThrow().unreadFrom()).isNull();
    assertThat(world.waiting()).isEmpty();
  }

  /** A storm of so many events that some are not read, while the trigger has stopped. */
  private void storm(String shape, int many) {
    world.define(
        "t",
        """
        {"job": "etl", "topic": "orders", "parameters": {"n": "data.n"}, "shape": %s}
        """
            .formatted(shape));
    world.now = world.now.plusMillis(1);
    for (int n = 0; n < many; n++) {
      world.event("t", offset++, "{\"n\": %d, \"k\": \"%d\"}".formatted(n, n));
      if (n % 1_000 == 999) {
        world.turn();
      }
    }
    world.pass(Duration.ofSeconds(20));
    assertThat(world.stateOf("t").orElseThrow().unreadFrom()).isNotNull();
  }

  @Test
  void triggerThatIsGoneShouldLeaveNothingOnTheTableWhenMuchOfItIsUnread() {
    // given
    storm("{\"stormBreaker\": {\"runs\": 1, \"per\": \"PT1S\"}}", Shaper.MOST_HELD + 3_000);
    world.readInPartsOf(500);

    // when
    world.undefine("t");
    world.pass(MatchPartition.GONE_AFTER.plusSeconds(40));

    // then
    assertThat(world.runs.size() + world.letters.size()).isEqualTo(Shaper.MOST_HELD + 3_000);
    assertThat(world.waiting()).isEmpty();
    assertThat(world.remembered()).isEmpty();
  }

  @Test
  void dedupShouldKnowWhatIsUnreadAfterItsWindow() {
    // given: the twin of an event that made a run comes in time and is not read for an hour
    storm(
        """
        {"dedup": {"key": "data.k", "window": "PT1M"},
         "stormBreaker": {"runs": 1000, "per": "PT1S"}}
        """,
        Shaper.MOST_HELD + 2_000);
    String ran = world.runs.get(5).parameters().path("n").asText();
    world.event("t", offset++, "{\"n\": -1, \"k\": \"%s\"}".formatted(ran));
    world.pass(Duration.ofHours(1), Duration.ofMinutes(1));

    // when
    world.define("t", world.spec("t").paused(false, null));
    world.pass(Duration.ofMinutes(2), Duration.ofSeconds(1));

    // then
    assertThat(world.runs).hasSize(Shaper.MOST_HELD + 2_000);
    assertThat(world.events("duplicate")).isEqualTo(1);
  }

  @Test
  void replayShouldCountOnceWhenALetterIsReplayedTwice() {
    // given
    shape("{\"batch\": {\"count\": 1}}", "events.map(e, e.data.n)");

    // when
    for (int i = 0; i < 2; i++) {
      world.replay("t", "3-7", 0, "{\"n\": 1}");
      world.turn();
    }

    // then
    assertThat(world.numbers()).containsExactly("[1]");
  }

  @Test
  void batchShouldBeHalvedWhenItIsTooLargeForOneRequest() {
    // given: the mapping makes three times as much of each event as its data are
    shape("{\"batch\": {\"count\": 8}}", "events.map(e, [e.data.t, e.data.t, e.data.t])");
    String text = "ж".repeat(30_000);

    // when: 8 events of 60 KB are 480 KB, and 1.4 MB in the request
    for (int n = 0; n < 8; n++) {
      world.event("t", offset++, "{\"t\": \"%s\"}".formatted(text));
    }
    world.turn();

    // then
    assertThat(world.letters).isEmpty();
    assertThat(world.runs)
        .extracting(run -> run.parameters().path("n").size())
        .containsExactly(4, 4);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void batchShouldBeOneRunAndAFileWhenItsParameterIsLarge() {
    // given
    shape(
        "{\"batch\": {\"count\": 40, \"file\": {\"parameter\": \"n\"}}}",
        "events.map(e, [e.data.i, e.data.t])");
    String text = "ж".repeat(30_000);

    // when: 40 events of 60 KB are 2.4 MB, which no request could have
    for (int i = 0; i < 40; i++) {
      world.event("t", offset++, "{\"i\": %d, \"t\": \"%s\"}".formatted(i, text));
    }
    world.turn();

    // then
    assertThat(world.letters).isEmpty();
    assertThat(world.runs).hasSize(1);
    assertThat(world.runs.get(0).parameters().path("n").asText())
        .matches("artifact:[0-9a-f]{64}/events-\\d+\\.ndjson");
    String file = world.files.toString(UTF_8);
    assertThat(file.lines()).hasSize(40);
    assertThat(file).startsWith("[0,\"жж").endsWith("ж\"]\n");
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void batchShouldBeHalvedWhenItsFileWouldBeTooLarge() {
    // given: the mapping makes three times as much of each event as its data are
    shape(
        "{\"batch\": {\"count\": 60, \"file\": {\"parameter\": \"n\"}}}",
        "events.map(e, [e.data.t, e.data.t, e.data.t])");
    String text = "ж".repeat(30_000);

    // when: 60 events of 60 KB are 3.6 MB, and 10.8 MB in the file
    for (int i = 0; i < 60; i++) {
      world.event("t", offset++, "{\"t\": \"%s\"}".formatted(text));
    }
    world.pass(Duration.ofSeconds(3));

    // then
    assertThat(world.letters).isEmpty();
    assertThat(world.files.toString(UTF_8).lines()).hasSize(60);
    assertThat(world.runs).hasSize(2);
    assertThat(world.waiting()).isEmpty();
  }

  @Test
  void batchesShouldGoOnAfterAPauseWhenAnOpenOneIsAsLargeAsIsReadAtOnce() {
    // given: behind a pause wait 12,500 events of 1 KB, of which two batches of 4 MB are held
    shape(
        "{\"batch\": {\"count\": 10000, \"file\": {\"parameter\": \"n\"}}}",
        "events.map(e, e.data.i)");
    world.define("t", world.spec("t").paused(true, "a while"));
    String text = "x".repeat(1_000);
    for (int i = 0; i < 12_500; i++) {
      world.event("t", offset++, "{\"i\": %d, \"t\": \"%s\"}".formatted(i, text));
      if (i % 1_000 == 999) {
        world.turn();
      }
    }

    // when: the others are read on, and what is open has more than 4 MB before it is a batch
    world.readInPartsOf(1_850);
    world.define("t", world.spec("t").paused(false, null));
    world.pass(Duration.ofSeconds(30));

    // then
    assertThat(world.letters).isEmpty();
    assertThat(world.runs.size()).isEqualTo(3);
    assertThat(world.waiting().size()).isLessThan(1_000);
  }

  @Test
  void eventShouldBeALetterWhenItWouldNameAnArtifact() {
    // given
    shape("{\"batch\": {\"count\": 1}}", "events[0].data.k");

    // when
    event(1, "artifact:" + "ab".repeat(32) + "/events-1768464000123.ndjson");

    // then
    assertThat(world.runs).isEmpty();
    assertThat(world.letters)
        .singleElement()
        .extracting(DeadLetter::reason)
        .asString()
        .contains("would be a reference to an artifact");
  }

  @Test
  void batchShouldKeepItsParameterWhenThatIsSmall() {
    // given
    shape(
        "{\"batch\": {\"count\": 2, \"file\": {\"parameter\": \"n\", \"above\": 5}}}",
        "events.map(e, e.data.n)");

    // when: [1,2] has 5 bytes, [1,22] has 6
    event(1);
    event(2);
    event(1);
    event(22);

    // then
    assertThat(world.runs.get(0).parameters().path("n").toString()).isEqualTo("[1,2]");
    assertThat(world.runs.get(1).parameters().path("n").asText()).startsWith("artifact:");
    assertThat(world.files.toString(UTF_8)).isEqualTo("1\n22\n");
  }

  @Test
  void batchesShouldWaitWithoutLettersWhenTheBreakerHasStopped() {
    // given
    world.define(
        "t",
        """
        {"job": "etl", "topic": "orders", "parameters": {"n": "size(events)"},
         "shape": {"batch": {"count": 100}, "stormBreaker": {"runs": 1, "per": "PT1S"}}}
        """);
    world.now = world.now.plusMillis(1);

    // when
    int many = Shaper.MOST_GATHERED + 5_000;
    for (int n = 0; n < many; n++) {
      world.event("t", offset++, "{}");
      if (n % 1_000 == 999) {
        world.turn();
      }
    }
    world.now = world.now.plusMillis(1);
    world.define("t", world.spec("t").paused(false, null));
    world.pass(Duration.ofSeconds(many / 100 + 60L));

    // then
    assertThat(world.letters).isEmpty();
    assertThat(world.numbers()).hasSize(many / 100).containsOnly("100");
  }

  @Test
  void dedupShouldGoByThePlaceOnTheTableWhenTwoOwnersClocksDisagree() {
    // given
    shape("{\"dedup\": {\"key\": \"data.k\", \"window\": \"PT10S\"}}");
    event(1, "a");

    // when: its twin was matched by an owner whose clock is behind
    world.now = world.now.minusMillis(500);
    event(2, "a");

    // then
    assertThat(world.numbers()).containsExactly("1");
  }

  @Test
  void throttleShouldNotWaitForATimeThatAClockWasWrongAbout() {
    // given
    shape("{\"throttle\": {\"runs\": 1, \"per\": \"PT10S\"}}");
    world.now = world.now.plus(Duration.ofDays(1));
    event(1);

    // when
    world.now = world.now.minus(Duration.ofDays(1));
    event(2);

    // then
    assertThat(world.numbers()).containsExactly("1", "2");
  }

  @Test
  void triggerShouldBeginAnewWhenItIsDefinedAgainAfterItStopped() {
    // given
    shape("{\"stormBreaker\": {\"runs\": 1}}");
    world.now = world.now.plusMillis(1);
    event(1);
    event(2);
    assertThat(world.stateOf("t").orElseThrow().stop()).isNotNull();

    // when: the new one is revision 1 again
    world.undefine("t");
    world.pass(Duration.ofSeconds(5));
    shape("{\"stormBreaker\": {\"runs\": 1}}");
    world.pass(Duration.ofMinutes(2));

    // then
    assertThat(world.numbers()).containsExactly("1", "2");
  }
}
