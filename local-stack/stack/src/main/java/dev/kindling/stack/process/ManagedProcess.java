package dev.kindling.stack.process;

import dev.kindling.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One life of a child process, with everything that it starts itself.
 *
 * <p>The child runs under a small shell script, the warden, that holds a pipe from this JVM. When
 * the pipe closes ({@link #close()}, or this JVM ended in any way, a SIGKILL included) the warden
 * ends the child's whole process group. So nothing needs a shutdown hook to be cleaned up. Methods
 * may be called from any thread; those that wait say so.
 */
public final class ManagedProcess implements AutoCloseable {
  private static final String WARDEN = script();
  private static final Duration START_DEADLINE = Duration.ofSeconds(10);

  private final ProcessPlan plan;
  private final Process warden;
  private final CompletableFuture<Long> started = new CompletableFuture<>();
  private final CompletableFuture<Integer> exited = new CompletableFuture<>();
  private final long pid;

  private ManagedProcess(ProcessPlan plan, Process warden) {
    this.plan = plan;
    this.warden = warden;
    Thread reader = new Thread(this::readWarden, "warden of " + plan.name());
    reader.setDaemon(true);
    reader.start();
    this.pid = awaitStarted();
  }

  /**
   * Starts the child; returns as soon as it has a pid.
   *
   * @throws StackException if it cannot be started
   */
  public static ManagedProcess start(ProcessPlan plan) {
    List<String> command = new ArrayList<>();
    // A session of its own keeps the warden out of the reach of Ctrl-C on our terminal.
    Programs.find("setsid").ifPresent(program -> command.add(program.toString()));
    long grace = Math.max(1, plan.grace().toMillis() / 100);
    command.addAll(
        List.of(
            "sh",
            "-c",
            WARDEN,
            "kindling-warden",
            Long.toString(grace),
            plan.orphans() == Orphans.END ? "end" : "stay",
            plan.log().toString()));
    command.addAll(plan.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(plan.directory().toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    setEnvironment(builder.environment(), plan);
    try {
      Files.createDirectories(plan.log().getParent());
      return new ManagedProcess(plan, builder.start());
    } catch (IOException failure) {
      throw new StackException(
          "Cannot start " + plan.name() + ": " + failure.getMessage(), failure);
    }
  }

  /** The pid of the child, which is also the id of its process group. */
  public long pid() {
    return pid;
  }

  public ProcessPlan plan() {
    return plan;
  }

  /** Whether the child itself lives; its own children may live on when it does not. */
  public boolean isAlive() {
    return !exited.isDone() && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** The exit code of the child as a shell sees it (128 + signal), empty while it lives. */
  public OptionalInt exitCode() {
    return exited.isDone() ? OptionalInt.of(exited.join()) : OptionalInt.empty();
  }

  /** Completes with the child's exit code, as a shell sees it. Never completes exceptionally. */
  public CompletableFuture<Integer> onExit() {
    return exited.copy();
  }

  /**
   * Waits until {@code ready} says so.
   *
   * @throws StackException at the deadline, or at once if the child ends; with the end of its log
   */
  public void awaitReady(BooleanSupplier ready, Duration deadline) {
    boolean done =
        Waiter.until(() -> exited.isDone() || ready.getAsBoolean(), deadline) && !exited.isDone();
    if (!done) {
      String what =
          exited.isDone()
              ? plan.name() + " ended with exit code " + exited.join() + " while starting"
              : plan.name() + " was not ready after " + deadline.toSeconds() + " s";
      throw failed(what);
    }
  }

  /**
   * Waits until the child has ended by itself.
   *
   * @throws StackException at the deadline, or if the exit code is another; with the end of its log
   */
  public void awaitExit(int expectedCode, Duration deadline) {
    boolean ended = Waiter.until(exited::isDone, deadline);
    if (!ended || exited.join() != expectedCode) {
      String what =
          ended
              ? " ended with exit code " + exited.join()
              : " ran for " + deadline.toSeconds() + " s";
      throw failed(plan.name() + what);
    }
  }

  /**
   * SIGKILL to the child alone; returns when it is dead. Its children stay, see {@link Orphans}.
   */
  public void kill() {
    if (!exited.isDone()) {
      Signals.send("KILL", pid);
    }
    awaitExit();
  }

  /** SIGKILL to the child and everything in its group; returns when the child is dead. */
  public void killGroup() {
    Signals.send("KILL", -pid);
    awaitExit();
  }

  /** SIGSTOP to the child alone: it holds its ports and connections, and answers nothing. */
  public void pause() {
    Signals.send("STOP", pid);
  }

  /** SIGSTOP to the whole group. */
  public void pauseGroup() {
    Signals.send("STOP", -pid);
  }

  /** SIGCONT to the whole group, after {@link #pause()} or {@link #pauseGroup()}. */
  public void resume() {
    Signals.send("CONT", -pid);
  }

  /**
   * Ends the child and its whole group: SIGTERM, after the grace SIGKILL. Returns when all of it is
   * gone. Safe to call again.
   */
  @Override
  public void close() {
    try {
      warden.getOutputStream().close();
    } catch (IOException alreadyClosed) {
      // The warden is gone; the group is dealt with below.
    }
    try {
      if (!warden.waitFor(plan.grace().toMillis() + 5_000, TimeUnit.MILLISECONDS)) {
        warden.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      warden.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    // Only a warden that was itself killed leaves anything for this.
    if (Signals.send("0", -pid)) {
      Signals.send("KILL", -pid);
    }
  }

  private void awaitExit() {
    try {
      exited.get(10, TimeUnit.SECONDS);
    } catch (TimeoutException timeout) {
      throw new StackException(plan.name() + " (pid " + pid + ") survived SIGKILL", timeout);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while ending " + plan.name(), interrupted);
    } catch (ExecutionException impossible) {
      throw new CompletionException(impossible);
    }
  }

  private StackException failed(String what) {
    return new StackException(
        what + ". The end of its log " + plan.log() + ":\n" + LogTail.of(plan.log(), 20));
  }

  private long awaitStarted() {
    try {
      return started.get(START_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      warden.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while starting " + plan.name(), interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      warden.destroyForcibly();
      throw new StackException(
          "Cannot start " + plan.name() + ": its shell did not answer", failure);
    }
  }

  private void readWarden() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(warden.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("started")) {
          started.complete(Long.valueOf(words[1]));
        } else if (words[0].equals("exited")) {
          exited.complete(Integer.valueOf(words[1]));
        }
      }
    } catch (IOException closed) {
      // The same as the end of the stream.
    }
    started.completeExceptionally(new IOException("no pid from the warden"));
    if (!exited.isDone()) {
      // The warden was killed: the child must not outlive its guard.
      started.thenAccept(group -> Signals.send("KILL", -group));
      exited.complete(137);
    }
  }

  private static void setEnvironment(Map<String, String> environment, ProcessPlan plan) {
    String home = environment.getOrDefault("HOME", "/");
    environment.clear();
    environment.put("PATH", Programs.searchPath());
    environment.put("HOME", home);
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    environment.putAll(plan.environment());
  }

  private static String script() {
    try (InputStream in = ManagedProcess.class.getResourceAsStream("warden.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
