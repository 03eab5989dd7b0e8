package dev.kindling.gateway.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.http.PageKey;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.model.run.RunTerms;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RunIndexTest {
  private static final RunFilter ALL = new RunFilter(Set.of(), null, null, null);

  /** Of each request that is accepted here. */
  private static final int BYTES = Json.bytes(request("r0", "one", 0)).length;

  private final RunIndex index = new RunIndex(new SimpleMeterRegistry(), 3 * BYTES);

  @Test
  void pageShouldListTheNewestFirst() {
    // given
    put("a", "job", 1, RunState.RUNNING);
    put("c", "job", 2, RunState.RUNNING);
    put("b", "job", 2, RunState.RUNNING);

    // when, then
    assertThat(ids(index.page(ALL, null, 10))).containsExactly("c", "b", "a");
  }

  @Test
  void pageShouldFilterByStateAndJob() {
    // given
    put("a", "one", 1, RunState.RUNNING);
    put("b", "two", 2, RunState.RUNNING);
    put("c", "two", 3, RunState.FAILED);

    // when, then
    assertThat(ids(index.page(new RunFilter(Set.of(RunState.RUNNING), null, null, null), null, 10)))
        .containsExactly("b", "a");
    assertThat(ids(index.page(new RunFilter(Set.of(), "two", null, null), null, 10)))
        .containsExactly("c", "b");
    assertThat(ids(index.page(new RunFilter(Set.of(RunState.FAILED), "two", null, null), null, 10)))
        .containsExactly("c");
    assertThat(
            ids(
                index.page(
                    new RunFilter(Set.of(RunState.FAILED, RunState.RUNNING), null, null, null),
                    null,
                    10)))
        .containsExactly("c", "b", "a");
    assertThat(ids(index.page(new RunFilter(Set.of(), "three", null, null), null, 10))).isEmpty();
  }

  @Test
  void applyShouldMoveARunBetweenStates() {
    // given
    put("a", "one", 1, RunState.RUNNING);

    // when
    put("a", "one", 1, RunState.SUCCEEDED);

    // then
    assertThat(ids(index.page(new RunFilter(Set.of(RunState.RUNNING), null, null, null), null, 10)))
        .isEmpty();
    assertThat(
            ids(index.page(new RunFilter(Set.of(RunState.SUCCEEDED), null, null, null), null, 10)))
        .containsExactly("a");
    assertThat(ids(index.page(ALL, null, 10))).containsExactly("a");
  }

  @Test
  void applyShouldForgetARunThatIsGone() {
    // given
    put("a", "one", 1, RunState.SUCCEEDED);

    // when
    index.apply("a", null);
    index.apply("unknown", null);

    // then
    assertThat(index.get("a")).isEmpty();
    assertThat(ids(index.page(ALL, null, 10))).isEmpty();
    assertThat(ids(index.page(new RunFilter(Set.of(), "one", null, null), null, 10))).isEmpty();
  }

  @Test
  void acceptShouldShowARunUntilTheTableHasIt() {
    // given
    accept(index, request("a", "one", 1));
    assertThat(index.get("a")).map(Run::state).contains(RunState.REQUESTED);

    // when
    put("a", "one", 1, RunState.QUEUED);
    accept(index, request("a", "one", 1));

    // then
    assertThat(index.get("a")).map(Run::state).contains(RunState.QUEUED);
    assertThat(ids(index.page(ALL, null, 10))).containsExactly("a");
  }

  @Test
  void applyShouldTakeTheRequestTimeOfTheTableWhenTwoAskedForOneRun() {
    // given two gateways accepted the same idempotency key, and the other's request won
    accept(index, request("a", "one", 5));

    // when
    put("a", "one", 1, RunState.QUEUED);

    // then
    assertThat(ids(index.page(ALL, null, 10))).containsExactly("a");
  }

  @Test
  void acceptShouldStayWithinItsBound() {
    // when
    for (int i = 0; i < 5; i++) {
      accept(index, request("r" + i, "one", i));
    }

    // then
    assertThat(ids(index.page(ALL, null, 10))).containsExactly("r4", "r3", "r2");
    assertThat(index.size()).isEqualTo(3);
  }

  @Test
  void acceptShouldAnswerWithTheRunThatIsShown() {
    // given
    accept(index, request("a", "one", 1));

    // when
    Run second = accept(index, request("a", "one", 2));
    put("a", "one", 1, RunState.RUNNING);
    Run third = accept(index, request("a", "one", 3));

    // then
    assertThat(second.requestedAt()).isEqualTo(Runs.BEGIN.plusSeconds(1));
    assertThat(third.state()).isEqualTo(RunState.RUNNING);
  }

  /** It is kept as text, and read when somebody looks. */
  @Test
  void acceptShouldKeepAllOfARequest() {
    // given
    JobSpec spec =
        Json.read(
            """
            {"labels": {"team": "a"}, "parameters": {"type": "object"},
             "spark": {"appResource": "file:///a.jar", "mainClass": "A"},
             "retry": {"maxAttempts": 3}}
            """,
            JobSpec.class);
    RunRequest.Requested request =
        new RunRequest.Requested(
            "whole",
            new JobDefinition("one", 7, spec, Runs.BEGIN, "somebody"),
            Json.tree("{\"one\": 1.0, \"none\": null, \"umlaut\": \"\u00fc\"}".getBytes(UTF_8)),
            new Origin(Origin.Kind.API, null, "a key", "somebody", "before"),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            new RunTerms(OnConflict.SKIP, null, null),
            Runs.BEGIN.plusNanos(123_456_789));
    RunIndex wide = new RunIndex(new SimpleMeterRegistry());

    // when
    Run shown = accept(wide, request);

    // then
    assertThat(shown.version()).isZero();
    assertThat(shown.state()).isEqualTo(RunState.REQUESTED);
    assertThat(shown.job()).isEqualTo(request.job());
    assertThat(shown.terms()).isEqualTo(request.terms());
    assertThat(wide.get("whole")).contains(shown);
    assertThat(wide.page(ALL, null, 10).runs()).containsExactly(shown);
    assertThat(wide.live()).containsExactly(shown);
  }

  @Test
  void pageShouldShowAcceptedRunsInTheirPlaces() {
    // given
    put("a", "one", 1, RunState.RUNNING);
    accept(index, request("b", "two", 2));
    put("c", "one", 3, RunState.RUNNING);
    accept(index, request("d", "one", 4));

    // when
    RunPage first = index.page(ALL, null, 2);
    RunPage second = index.page(ALL, first.next(), 2);
    RunFilter requested = new RunFilter(Set.of(RunState.REQUESTED), "one", null, null);

    // then
    assertThat(ids(first)).containsExactly("d", "c");
    assertThat(ids(second)).containsExactly("b", "a");
    assertThat(second.next()).isNull();
    assertThat(ids(index.page(ALL, RunOrder.OLDEST_FIRST, null, 3))).containsExactly("a", "b", "c");
    assertThat(ids(index.page(requested, null, 10))).containsExactly("d");
  }

  @Test
  void streamsShouldHaveAcceptedRunsOnce() {
    // given
    accept(index, request("a", "one", 1));
    put("b", "one", 2, RunState.SUCCEEDED);

    // when, then
    assertThat(index.all().map(Run::id)).containsExactlyInAnyOrder("a", "b");
    assertThat(index.live().map(Run::id)).containsExactly("a");
    put("a", "one", 1, RunState.RUNNING);
    assertThat(index.all().map(Run::id)).containsExactlyInAnyOrder("a", "b");
    assertThat(index.live().map(Run::id)).containsExactly("a");
    assertThat(index.size()).isEqualTo(2);
  }

  @RepeatedTest(20)
  void pageShouldShowEveryRunOnceWhileRunsAreWritten() {
    // given
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> there = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      there.add("r" + i);
      put("r" + i, "one", random.nextInt(10), RunState.RUNNING);
    }

    // when pages are read while new runs come and old ones change
    List<String> read = new ArrayList<>();
    PageKey after = null;
    int number = 0;
    do {
      RunPage page = index.page(ALL, after, 1 + random.nextInt(7));
      read.addAll(ids(page));
      after = page.next() == null ? null : PageKey.ofCursor(page.next().cursor());
      put("new" + number++, "one", 11 + random.nextInt(10), RunState.RUNNING);
      String changed = there.get(random.nextInt(there.size()));
      Run before = index.get(changed).orElseThrow();
      long second = before.requestedAt().getEpochSecond() - Runs.BEGIN.getEpochSecond();
      put(changed, "one", second, RunState.SUCCEEDED);
    } while (after != null);

    // then
    List<String> old = new ArrayList<>(read);
    old.removeIf(id -> id.startsWith("new"));
    Collections.sort(old);
    Collections.sort(there);
    assertThat(old).as("seed %d", seed).isEqualTo(there);
  }

  @RepeatedTest(20)
  void pageShouldShowEveryRunOnceWhileAcceptedOnesComeToTheTable() throws InterruptedException {
    // given
    RunIndex wide = new RunIndex(new SimpleMeterRegistry(), 1_000 * BYTES);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ids.add("r" + i);
      accept(wide, request("r" + i, "one", i));
    }
    Thread table = tableWith(500, wide);

    // when
    table.start();
    List<String> read = new ArrayList<>();
    PageKey after = null;
    do {
      RunPage page = wide.page(ALL, after, 7);
      read.addAll(ids(page));
      after = page.next();
    } while (after != null);
    table.join();

    // then
    assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(wide.size()).isEqualTo(500);
  }

  @RepeatedTest(20)
  void liveShouldNeverMissARunThatGoesOverToTheTable() throws InterruptedException {
    // given
    RunIndex wide = new RunIndex(new SimpleMeterRegistry(), 1_000 * BYTES);
    for (int i = 0; i < 200; i++) {
      accept(wide, request("r" + i, "one", i));
    }
    Thread table = tableWith(200, wide);

    // when
    table.start();
    List<Long> seen = new ArrayList<>();
    do {
      seen.add(wide.live().map(Run::id).distinct().count());
      seen.add(wide.all().map(Run::id).count());
    } while (table.isAlive());
    table.join();

    // then
    assertThat(seen).containsOnly(200L);
  }

  /** Brings so many runs to the table, one after the other, once it is started. */
  private static Thread tableWith(int runs, RunIndex into) {
    return new Thread(
        () -> {
          for (int i = 0; i < runs; i++) {
            into.apply("r" + i, Runs.run("r" + i, "one", i, RunState.RUNNING));
          }
        });
  }

  private static Run accept(RunIndex by, RunRequest.Requested request) {
    return by.accept(request, Json.bytes(request));
  }

  private static RunRequest.Requested request(String id, String job, long second) {
    Run run = Runs.run(id, job, second, RunState.REQUESTED);
    return new RunRequest.Requested(
        id, run.job(), run.parameters(), run.origin(), run.traceparent(), run.requestedAt());
  }

  private void put(String id, String job, long second, RunState state) {
    index.apply(id, Runs.run(id, job, second, state));
  }

  private static List<String> ids(RunPage page) {
    return page.runs().stream().map(Run::id).toList();
  }
}
