package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** File chores with errors that name the file. */
public final class Folders {
  private Folders() {}

  public static void create(Path... folders) {
    for (Path folder : folders) {
      try {
        Files.createDirectories(folder);
      } catch (IOException failure) {
        throw new StackException("Cannot make the folder " + folder, failure);
      }
    }
  }

  public static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException failure) {
      throw new StackException("Cannot write " + file, failure);
    }
  }

  /** What is in a folder, by name. */
  public static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new StackException("Cannot look into " + folder, failure);
    }
  }

  /** Deletes the folder and all in it; links are deleted, not followed. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new StackException("Cannot delete " + folder, failure);
    }
  }

  /** Copies a folder with the permissions of its files. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              java.nio.file.StandardCopyOption.REPLACE_EXISTING,
              java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException failure) {
      throw new StackException("Cannot copy " + from + " to " + to, failure);
    }
  }
}
