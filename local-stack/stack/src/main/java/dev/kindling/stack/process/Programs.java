package dev.kindling.stack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs on the search path of this machine. */
public final class Programs {
  private static final String USUAL = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  private Programs() {}

  /** The first program of this name on PATH (or in the usual folders), if there is one. */
  public static Optional<Path> find(String name) {
    return Stream.of((searchPath() + File.pathSeparator + USUAL).split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The java launcher of the JVM that runs this code. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String searchPath() {
    return System.getenv().getOrDefault("PATH", USUAL);
  }
}
