package dev.kindling.stack.cli;

import dev.kindling.stack.StackException;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.process.ProcessTable;
import dev.kindling.stack.process.Waiter;
import dev.kindling.stack.services.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** Ends the stack of this clone and makes sure that nothing of it is left. */
final class DownCommand {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final StateFolder state;
  private final Terminal terminal;

  DownCommand(StateFolder state, Terminal terminal) {
    this.state = state;
    this.terminal = terminal;
  }

  /** Returns when everything has ended; says so too if nothing ran. */
  void run() {
    Optional<StackDescription> description = StackDescription.read(state.description());
    boolean up = state.isUp();
    if (!up && description.isEmpty()) {
      terminal.line("Nothing runs.");
      return;
    }
    long begin = System.nanoTime();
    terminal.title("Stopping the stack");
    if (up) {
      supervisor(description).ifPresent(ProcessHandle::destroy);
      if (!Waiter.until(() -> !state.isUp(), DEADLINE)) {
        supervisor(description).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    Leftovers leftovers = new Leftovers(state);
    if (!leftovers.awaitNone()) {
      throw new StackException("Still there, please report it: " + leftovers.find());
    }
    if (up) {
      ClassArchive.adopt(new Bundles(state.root()).classArchives(), "supervisor");
    }
    deleteDescription();
    terminal.done(
        "stopped", Duration.ofNanos(System.nanoTime() - begin), "no process of it is left");
  }

  /** While it starts there is no description yet: then it is found by its command line. */
  private Optional<ProcessHandle> supervisor(Optional<StackDescription> description) {
    if (description.isPresent()) {
      return ProcessHandle.of(description.get().supervisor());
    }
    String marks = StackMain.class.getName() + " " + state.root() + " false supervise";
    return ProcessTable.living().stream()
        .filter(row -> row.command().endsWith(marks))
        .findFirst()
        .flatMap(row -> ProcessHandle.of(row.pid()));
  }

  private void deleteDescription() {
    try {
      Files.deleteIfExists(state.description());
    } catch (IOException failure) {
      throw new StackException("Cannot delete " + state.description(), failure);
    }
  }
}
