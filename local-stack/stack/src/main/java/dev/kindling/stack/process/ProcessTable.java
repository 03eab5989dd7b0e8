package dev.kindling.stack.process;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of this machine as the system sees them: from {@code /proc}, else from {@code ps}.
 * Unlike {@link ProcessHandle} it knows groups, and zombies for what they are.
 */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /**
   * A living process.
   *
   * @param pid its id
   * @param group the id of its process group
   * @param command its command line, cut by the system if long
   */
  public record Row(long pid, long group, String command) {}

  /** All that live in the group; zombies do not. */
  public static List<Row> inGroup(long group) {
    return living().stream().filter(row -> row.group() == group).toList();
  }

  /** All living processes that we may look at; zombies are left out. */
  public static List<Row> living() {
    return Files.isReadable(PROC.resolve("self/stat")) ? fromProc() : fromPs();
  }

  private static List<Row> fromProc() {
    try (Stream<Path> folders = Files.list(PROC)) {
      return folders
          .filter(folder -> folder.getFileName().toString().chars().allMatch(Character::isDigit))
          .map(ProcessTable::row)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException failure) {
      throw new StackException("Cannot list " + PROC, failure);
    }
  }

  private static Optional<Row> row(Path folder) {
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The name in parentheses may itself hold blanks and parentheses.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return Optional.empty();
      }
      String command =
          Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .replace('\0', ' ');
      long pid = Long.parseLong(folder.getFileName().toString());
      return Optional.of(new Row(pid, Long.parseLong(fields[2]), command.strip()));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  private static List<Row> fromPs() {
    try {
      Process ps = new ProcessBuilder("ps", "-A", "-o", "pid=,pgid=,stat=,command=").start();
      ps.getOutputStream().close();
      List<Row> rows = new ArrayList<>();
      String out = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      for (String line : out.lines().toList()) {
        String[] fields = line.strip().split("\\s+", 4);
        if (fields.length == 4 && !fields[2].startsWith("Z")) {
          rows.add(new Row(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[3]));
        }
      }
      return rows;
    } catch (IOException failure) {
      throw new StackException("Cannot run ps to list processes", failure);
    }
  }
}
