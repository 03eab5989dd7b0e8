package dev.kindling.stack.parts;

import com.sun.security.auth.module.UnixSystem;
import dev.kindling.stack.StackException;
import dev.kindling.stack.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user that a program runs as which refuses to run as root.
 *
 * @param setpriv the program that changes the user
 * @param uid of the user and of its group
 */
record UnprivilegedUser(Path setpriv, int uid) {
  private static final int NOBODY = 65_534;

  /**
   * The user to run as; empty if this JVM is not root, so that nothing is to be done.
   *
   * @throws StackException if we are root and cannot become anybody else
   */
  static Optional<UnprivilegedUser> ifRoot() {
    if (!areWeRoot()) {
      return Optional.empty();
    }
    Path program =
        Programs.find("setpriv")
            .orElseThrow(
                () ->
                    new StackException(
                        "Elasticsearch must not run as root, and the program setpriv (package"
                            + " util-linux) is missing: install it, or run Kindling as an ordinary"
                            + " user."));
    requireReachable(Path.of(System.getProperty("java.home")).resolve("bin/java"));
    return Optional.of(new UnprivilegedUser(program, NOBODY));
  }

  static boolean areWeRoot() {
    return new UnixSystem().getUid() == 0;
  }

  /** The same command, run by this user. */
  List<String> run(List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of(setpriv.toString(), "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
    words.addAll(command);
    return words;
  }

  /**
   * Whether everybody may pass through all folders above the file. Folders that are not there yet
   * count as open, since we make them so: the answer must not change once they are made.
   */
  static boolean reachable(Path file) {
    return Stream.iterate(
            file.toAbsolutePath().getParent(), folder -> folder != null, Path::getParent)
        .filter(Files::exists)
        .allMatch(UnprivilegedUser::open);
  }

  /** Gives the folder and all in it to this user. */
  void own(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", uid);
      }
    } catch (IOException failure) {
      throw new StackException("Cannot give " + folder + " to user " + uid, failure);
    }
  }

  private static void requireReachable(Path java) {
    Path real;
    try {
      real = java.toRealPath();
    } catch (IOException failure) {
      throw new StackException("Cannot find the JDK at " + java, failure);
    }
    if (!reachable(real)) {
      throw new StackException(
          "Elasticsearch must not run as root, and other users cannot read the JDK at "
              + real
              + ": install a JDK for all users (such as the system's package) and set JAVA_HOME, or"
              + " run Kindling as an ordinary user.");
    }
  }

  private static boolean open(Path folder) {
    try {
      return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException failure) {
      return false;
    }
  }
}
