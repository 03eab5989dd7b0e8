package dev.kindling.stack.cli;

import dev.kindling.stack.StackException;
import java.nio.file.Path;
import java.util.List;

/**
 * The commands behind the script {@code kindling}. Arguments: the clone, whether stdout is a
 * terminal, the command, its options.
 */
public final class StackMain {
  private StackMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    StateFolder state = new StateFolder(Path.of(arguments[0]).toAbsolutePath().normalize());
    Terminal terminal = Terminal.ofProcess(Boolean.parseBoolean(arguments[1]));
    List<String> options = List.of(arguments).subList(3, arguments.length);
    try {
      System.exit(run(state, terminal, arguments[2], options.contains("--fresh")));
    } catch (StackException failure) {
      terminal.failed(failure.getMessage());
      System.exit(1);
    }
  }

  private static int run(StateFolder state, Terminal terminal, String command, boolean fresh)
      throws InterruptedException {
    return switch (command) {
      case "supervise" -> new Supervisor(state).run();
      case "up" -> {
        StackDescription stack = new UpCommand(state, terminal).run(fresh);
        new NextSteps(terminal, stack).show();
        yield 0;
      }
      case "demo" -> {
        StackDescription stack = new UpCommand(state, terminal).run(fresh);
        int code = new DemoCommand(state, terminal, stack).run();
        new NextSteps(terminal, stack).show();
        yield code;
      }
      case "down" -> {
        new DownCommand(state, terminal).run();
        if (fresh) {
          new Forgetting(state).run();
          terminal.line("  All data are deleted.");
        }
        yield 0;
      }
      case "status" -> new StatusCommand(state, terminal).run();
      default -> throw new StackException("Unknown command " + command + ": try ./kindling help");
    };
  }
}
