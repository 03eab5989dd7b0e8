package dev.kindling.stack.services;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Class-data sharing for one main class: the first JVM that ends in order leaves an archive of the
 * classes it had loaded, all later ones map it. The JVM itself ignores an archive that no longer
 * fits its class path. A class path with folders in it (an IDE's) gets none: the JVM supports only
 * jars.
 */
public final class ClassArchive {
  private static final Pattern FRESH = Pattern.compile("(.*\\.jsa)\\.[0-9a-f-]{36}");

  private final String classPath;
  private final Path archive;
  private final Path fresh;

  private ClassArchive(String classPath, Path archive) {
    this.classPath = classPath;
    this.archive = archive;
    this.fresh = archive.resolveSibling(archive.getFileName() + "." + UUID.randomUUID());
  }

  /**
   * @param folder where archives are kept
   * @param name of this one
   * @param classPath the JVM's class path; the archive is made anew when one of its jars changes
   */
  public static ClassArchive of(Path folder, String name, String classPath) {
    String key = UUID.nameUUIDFromBytes(JarStamp.of(classPath)).toString();
    return new ClassArchive(classPath, folder.resolve(name + "-" + key + ".jsa"));
  }

  String classPath() {
    return classPath;
  }

  /** The options that use the archive, or make it if there is none. */
  public List<String> options() {
    if (JarStamp.hasFolders(classPath)) {
      return List.of();
    }
    if (Files.exists(archive)) {
      // Errors in an archive are no reason to print, let alone to fail: the start is just slower.
      return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
    try {
      Files.createDirectories(archive.getParent());
    } catch (IOException failure) {
      throw new StackException("Cannot make the folder " + archive.getParent(), failure);
    }
    return List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  /** Puts an archive that the JVM has just left in its place; does nothing if it left none. */
  public void keep() {
    try {
      if (Files.exists(fresh)) {
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException failure) {
      throw new StackException("Cannot keep " + archive, failure);
    }
  }

  /**
   * Puts archives in their place that a JVM left which nobody of us waited for. Only after it has
   * ended in order: while it ends it is still writing.
   */
  public static void adopt(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher fresh = FRESH.matcher(file.getFileName().toString());
        if (fresh.matches() && fresh.group(1).startsWith(name + "-")) {
          Files.move(file, folder.resolve(fresh.group(1)), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException failure) {
      throw new StackException("Cannot tidy " + folder, failure);
    }
  }
}
