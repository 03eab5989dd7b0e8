package dev.kindling.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String FAMILY = "sleep 1000 & sh -c 'sleep 1000; :' & wait";

  @TempDir Path folder;

  @Test
  void closeShouldEndTheWholeGroupWhenTheCommandHasChildren() {
    // given
    ManagedProcess process = ManagedProcess.start(plan(Orphans.STAY, FAMILY));
    awaitGroupSize(process.pid(), 4);
    // when
    process.close();
    // then
    assertThat(ProcessTable.inGroup(process.pid())).isEmpty();
    assertThat(process.exitCode()).hasValue(128 + 15);
  }

  @Test
  void closeShouldKillWhenTheCommandIgnoresSigterm() {
    ManagedProcess process =
        ManagedProcess.start(
            plan(Orphans.STAY, "trap '' TERM; echo deaf; while :; do sleep 1; done"));
    process.awaitReady(() -> LogTail.of(process.plan().log(), 1).equals("deaf"), SOON);
    process.close();
    assertThat(process.exitCode()).hasValue(128 + 9);
    assertThat(ProcessTable.inGroup(process.pid())).isEmpty();
  }

  @Test
  void closeShouldEndTheCommandWhenItIsPaused() {
    ManagedProcess process = ManagedProcess.start(plan(Orphans.STAY, FAMILY));
    process.pause();
    process.close();
    assertThat(ProcessTable.inGroup(process.pid())).isEmpty();
  }

  @Test
  void killShouldLeaveTheOrphansUntilCloseWhenTheyStay() {
    // given
    ManagedProcess process = ManagedProcess.start(plan(Orphans.STAY, FAMILY));
    awaitGroupSize(process.pid(), 4);
    // when
    process.kill();
    // then
    assertThat(process.exitCode()).hasValue(128 + 9);
    assertThat(process.isAlive()).isFalse();
    assertThat(ProcessTable.inGroup(process.pid())).hasSize(3);
    process.close();
    assertThat(ProcessTable.inGroup(process.pid())).isEmpty();
  }

  @Test
  void killShouldEndTheOrphansWhenTheyAreToEnd() {
    try (ManagedProcess process = ManagedProcess.start(plan(Orphans.END, FAMILY))) {
      awaitGroupSize(process.pid(), 4);
      process.kill();
      awaitGroupSize(process.pid(), 0);
    }
  }

  @Test
  void startShouldHideOurEnvironmentAndKeepTheLogWhenThePathHasSpaces() throws IOException {
    Path spaced = Files.createDirectory(folder.resolve("a folder"));
    ProcessPlan plan =
        new ProcessPlan(
            "env",
            List.of("sh", "-c", "env; echo \"$1\"", "sh", "two  words"),
            Map.of("MINE", "yes it is"),
            spaced,
            spaced.resolve("the log"),
            Duration.ofSeconds(1),
            Orphans.STAY);
    try (ManagedProcess process = ManagedProcess.start(plan)) {
      assertThat(process.onExit().join()).isZero();
      String log = Files.readString(plan.log());
      assertThat(log).contains("MINE=yes it is", "TZ=UTC", "two  words").doesNotContain("JAVA_");
    }
  }

  @Test
  void awaitReadyShouldQuoteTheLogWhenTheCommandEnds() {
    try (ManagedProcess process =
        ManagedProcess.start(plan(Orphans.STAY, "echo no such topic; exit 3"))) {
      assertThatThrownBy(() -> process.awaitReady(() -> false, SOON))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("exit code 3")
          .hasMessageContaining("no such topic");
    }
  }

  @Test
  void nothingShouldBeLeftWhenTheParentIsKilled() throws Exception {
    // given a JVM of its own that started a family
    Process parent =
        new ProcessBuilder(
                Programs.java(),
                "-cp",
                System.getProperty("java.class.path"),
                ParentMain.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = parent.inputReader(StandardCharsets.US_ASCII)) {
      long group = Long.parseLong(out.readLine());
      awaitGroupSize(group, 4);
      // when it gets no chance to clean up
      parent.destroyForcibly();
      assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
      // then
      awaitGroupSize(group, 0);
      awaitNoWardenOf(folder);
    }
  }

  @Test
  void nothingShouldBeLeftWhenTheWardenIsKilled() {
    try (ManagedProcess process = ManagedProcess.start(plan(Orphans.STAY, FAMILY))) {
      awaitGroupSize(process.pid(), 4);
      ProcessTable.Row warden =
          ProcessTable.living().stream()
              .filter(row -> row.pid() == row.group())
              .filter(row -> row.command().contains("kindling-warden"))
              .filter(row -> row.command().contains(folder.toString()))
              .findFirst()
              .orElseThrow();
      Signals.send("KILL", -warden.pid());
      awaitGroupSize(process.pid(), 0);
      // The end of the pipe is told after the group is killed, so it may come a moment later.
      assertThat(process.onExit()).succeedsWithin(SOON);
      assertThat(process.isAlive()).isFalse();
    }
  }

  private ProcessPlan plan(Orphans orphans, String script) {
    return new ProcessPlan(
        "family",
        List.of("sh", "-c", script),
        Map.of(),
        folder,
        folder.resolve("family.log"),
        Duration.ofSeconds(2),
        orphans);
  }

  private static void awaitGroupSize(long group, int size) {
    assertThat(Waiter.until(() -> ProcessTable.inGroup(group).size() == size, SOON))
        .as("group of %d: %s", size, ProcessTable.inGroup(group))
        .isTrue();
  }

  private static void awaitNoWardenOf(Path folder) {
    assertThat(
            Waiter.until(
                () ->
                    ProcessTable.living().stream()
                        .noneMatch(row -> row.command().contains(folder.toString())),
                SOON))
        .as("processes that name %s", folder)
        .isTrue();
  }
}
