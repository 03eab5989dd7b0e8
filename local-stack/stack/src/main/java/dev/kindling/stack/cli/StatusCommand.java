package dev.kindling.stack.cli;

import dev.kindling.stack.net.Probe;
import java.net.URI;
import java.util.Optional;

/** Tells what runs, where, and whether it answers. */
final class StatusCommand {
  private final StateFolder state;
  private final Terminal terminal;

  StatusCommand(StateFolder state, Terminal terminal) {
    this.state = state;
    this.terminal = terminal;
  }

  /**
   * @return the exit code: 0 if all is up, 3 if not (as LSB has it for status)
   */
  int run() {
    Optional<StackDescription> description = StackDescription.read(state.description());
    if (!state.isUp()) {
      terminal.line(
          description.isPresent()
              ? "The stack died without being stopped; its processes were ended with it."
              : "Nothing runs. Start it with ./kindling up");
      return 3;
    }
    if (description.isEmpty()) {
      terminal.line("The stack is starting: see " + state.supervisorLog());
      return 3;
    }
    return show(description.get()) ? 0 : 3;
  }

  private boolean show(StackDescription stack) {
    terminal.title("Up since " + stack.startedAt() + ", held by process " + stack.supervisor());
    boolean good = true;
    good &= answers("gateway", stack, "/api/v1/jobs");
    good &= answers("sparkUi", stack, "/json/");
    good &= answers("elasticsearch", stack, "/_cluster/health");
    terminal.fact("kafka", stack.urls().get("kafka"));
    for (StackDescription.PartDescription part : stack.parts()) {
      boolean alive = ProcessHandle.of(part.pid()).map(ProcessHandle::isAlive).orElse(false);
      terminal.fact(part.name(), alive ? "process " + part.pid() : "has died, see " + part.log());
      good &= alive;
    }
    return good;
  }

  private boolean answers(String name, StackDescription stack, String path) {
    String url = stack.urls().get(name);
    boolean answers = Probe.json(URI.create(url + path)).isPresent();
    terminal.fact(name, url + (answers ? "  answers" : "  does not answer"));
    return answers;
  }
}
