package dev.kindling.stack.cli;

import dev.kindling.stack.StackException;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.process.Programs;
import dev.kindling.stack.process.Waiter;
import dev.kindling.stack.services.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Brings the stack up in the background, or finds that it is. */
final class UpCommand {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final StateFolder state;
  private final Terminal terminal;

  UpCommand(StateFolder state, Terminal terminal) {
    this.state = state;
    this.terminal = terminal;
  }

  /**
   * Returns when the stack is ready. Ctrl-C before that ends what was started.
   *
   * @param fresh forget all data first
   */
  StackDescription run(boolean fresh) {
    if (state.isUp()) {
      if (!fresh) {
        return reuse();
      }
      new DownCommand(state, terminal).run();
    }
    if (StackDescription.read(state.description()).isPresent()) {
      terminal.warning("The last stack died without being stopped");
      new DownCommand(state, terminal).run();
    }
    if (fresh) {
      forget();
    }
    terminal.title("Starting the stack");
    Folders.create(state.folder());
    Progress progress = new Progress(state.progress());
    progress.clear();
    delete(state);
    Process supervisor = spawn();
    Thread onInterrupt = new Thread(() -> end(supervisor), "end of the start");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    follow(progress, supervisor);
    Runtime.getRuntime().removeShutdownHook(onInterrupt);
    return description();
  }

  private StackDescription reuse() {
    boolean ready =
        Waiter.until(
            () -> StackDescription.read(state.description()).isPresent() || !state.isUp(),
            DEADLINE);
    if (!ready || !state.isUp()) {
      throw new StackException(
          "A stack was starting but did not come up: see " + state.supervisorLog());
    }
    terminal.title("The stack is up already");
    return description();
  }

  private void follow(Progress progress, Process supervisor) {
    int[] seen = {0};
    boolean[] ready = {false};
    boolean ended =
        Waiter.until(
            () -> {
              boolean alive = supervisor.isAlive();
              for (Progress.News news : progress.after(seen[0])) {
                seen[0]++;
                ready[0] |= show(news);
              }
              return ready[0] || !alive;
            },
            DEADLINE);
    if (!ended || !ready[0]) {
      end(supervisor);
      throw new StackException("The stack did not start: see " + state.supervisorLog());
    }
  }

  private boolean show(Progress.News news) {
    Duration took = Duration.ofMillis(news.millis());
    switch (news.kind()) {
      case "part" -> terminal.done(news.what(), took, news.where());
      case "ready" -> terminal.done("everything", took, "");
      default -> throw new StackException(news.what());
    }
    return news.kind().equals("ready");
  }

  private Process spawn() {
    ClassArchive archive =
        ClassArchive.of(
            new Bundles(state.root()).classArchives(),
            "supervisor",
            System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    Programs.find("setsid").ifPresent(program -> command.add(program.toString()));
    command.addAll(
        List.of(
            Programs.java(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Duser.timezone=UTC"));
    command.addAll(archive.options());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            StackMain.class.getName(),
            state.root().toString(),
            "false",
            "supervise"));
    File log = state.supervisorLog().toFile();
    try {
      return new ProcessBuilder(command)
          .directory(state.root().toFile())
          .redirectInput(new File("/dev/null"))
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
          .redirectError(ProcessBuilder.Redirect.appendTo(log))
          .start();
    } catch (IOException failure) {
      throw new StackException("Cannot start the supervisor: " + failure.getMessage(), failure);
    }
  }

  /** The supervisor ends its children, or if it cannot any more, their wardens do. */
  private void end(Process supervisor) {
    supervisor.destroy();
    try {
      if (!supervisor.waitFor(60, TimeUnit.SECONDS)) {
        supervisor.destroyForcibly();
      }
      new Leftovers(state).awaitNone();
    } catch (InterruptedException interrupted) {
      supervisor.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void forget() {
    new Forgetting(state).run();
    terminal.line("  All data of earlier runs are deleted.");
  }

  private StackDescription description() {
    return StackDescription.read(state.description())
        .orElseThrow(() -> new StackException("No " + state.description() + ": try ./kindling up"));
  }

  private static void delete(StateFolder state) {
    try {
      Files.deleteIfExists(state.description());
    } catch (IOException failure) {
      throw new StackException("Cannot delete " + state.description(), failure);
    }
  }
}
