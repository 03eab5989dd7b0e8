package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import dev.kindling.stack.process.ManagedProcess;
import dev.kindling.stack.process.ProcessPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the stack that runs as a child process and may be killed and started again on the same
 * data and the same ports. Methods block; one thread at a time.
 */
public abstract class ChildPart implements AutoCloseable {
  private static final Duration READY_DEADLINE = Duration.ofSeconds(90);

  private final List<ManagedProcess> lives = new ArrayList<>();

  /** What people call this part; also the name of its log file. */
  public abstract String name();

  /** How to start it; asked anew for each start. */
  protected abstract ProcessPlan plan();

  /** Whether it answers. Asked often; must return soon. */
  protected abstract boolean ready();

  /** Makes its folders and files; called before each start, must keep data that is there. */
  protected void prepare() {}

  /** Called when a life has ended in order. */
  protected void ended() {}

  /** Whether the process we start is a launcher, so that signals must go to its whole group. */
  protected boolean launched() {
    return false;
  }

  /**
   * Starts it and waits until it answers. Also starts it again after {@link #kill()}.
   *
   * @throws StackException if it runs already, ends, or is not ready in 90 s; nothing is left then
   */
  public final void start() {
    launch();
    awaitReady();
  }

  /** Starts it without waiting; {@link #awaitReady()} must follow. */
  public final synchronized void launch() {
    if (isAlive()) {
      throw new StackException(name() + " runs already, as process " + pid());
    }
    prepare();
    lives.add(ManagedProcess.start(plan()));
  }

  /** Waits until it answers; on failure it is stopped and the exception quotes its log. */
  public final void awaitReady() {
    try {
      current().awaitReady(this::ready, READY_DEADLINE);
    } catch (StackException failure) {
      close();
      throw failure;
    }
  }

  /** SIGKILL; returns when it is dead. What it had started itself stays until {@link #close()}. */
  public final void kill() {
    if (launched()) {
      current().killGroup();
    } else {
      current().kill();
    }
  }

  /** SIGSTOP: it holds its ports and connections but answers nothing. */
  public final void pause() {
    if (launched()) {
      current().pauseGroup();
    } else {
      current().pause();
    }
  }

  /** SIGCONT after {@link #pause()}. */
  public final void resume() {
    current().resume();
  }

  /** SIGTERM, after a grace SIGKILL, to it and all that it has started in this life. */
  public final synchronized void stop() {
    current().close();
    ended();
  }

  public final synchronized boolean isAlive() {
    return !lives.isEmpty() && current().isAlive();
  }

  /** The pid of its present (or last) life. */
  public final long pid() {
    return current().pid();
  }

  /** The process groups of all its lives: nothing of them is left after {@link #close()}. */
  public final synchronized List<Long> groups() {
    return lives.stream().map(ManagedProcess::pid).toList();
  }

  /** The file with its stdout and stderr. */
  public final Path log() {
    return plan().log();
  }

  /** Stops it and everything that any of its lives left behind. Safe to call again. */
  @Override
  public final synchronized void close() {
    lives.forEach(ManagedProcess::close);
    if (!lives.isEmpty()) {
      ended();
    }
  }

  private synchronized ManagedProcess current() {
    if (lives.isEmpty()) {
      throw new StackException(name() + " has not been started");
    }
    return lives.get(lives.size() - 1);
  }
}
