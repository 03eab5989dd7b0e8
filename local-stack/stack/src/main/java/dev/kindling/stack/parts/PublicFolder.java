package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Root's stand-in for a folder that other users cannot reach: one below {@code /var/tmp} whose name
 * is derived from the original, so that it is found again.
 */
final class PublicFolder {
  private static final Path BASE = Path.of("/var/tmp");
  private static final String PREFIX = "kindling-";

  /** Names the original, in each such folder. */
  private static final String ORIGIN = "origin";

  private PublicFolder() {}

  static Path of(Path original) {
    byte[] name = original.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    return BASE.resolve(PREFIX + UUID.nameUUIDFromBytes(name));
  }

  /**
   * Makes the one for this folder, open for passing through only, and removes those whose original
   * is gone: nobody would find them again.
   *
   * @throws StackException if somebody else made it before: its name is no secret
   */
  static void create(Path original) {
    Path folder = of(original);
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x--x"));
      }
      if (!isOurs(folder)) {
        throw new StackException(folder + " belongs to somebody else: remove it and try again");
      }
      Files.writeString(folder.resolve(ORIGIN), original.toAbsolutePath().toString());
      removeAbandoned();
    } catch (IOException failure) {
      throw new StackException("Cannot make the folder " + folder, failure);
    }
  }

  private static void removeAbandoned() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(BASE, PREFIX + "*")) {
      for (Path folder : folders) {
        Path origin = folder.resolve(ORIGIN);
        if (isOurs(folder)
            && Files.exists(origin)
            && !Files.exists(Path.of(Files.readString(origin)))) {
          delete(folder);
        }
      }
    }
  }

  /** Another stack may be at the same work; what stays is removed the next time. */
  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (StackException | UncheckedIOException goneAlready) {
      // Nothing to do.
    }
  }

  private static boolean isOurs(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
  }
}
