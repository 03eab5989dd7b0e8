package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private PublicFolder() {}

  static Path of(Path original) {
    byte[] name = original.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    return Path.of("/var/tmp", "kindling-" + UUID.nameUUIDFromBytes(name));
  }

  /**
   * Makes it, open for passing through only.
   *
   * @throws StackException if somebody else made it before: its name is no secret
   */
  static void create(Path folder) {
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x--x"));
      }
      boolean ours =
          Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
              && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
      if (!ours) {
        throw new StackException(folder + " belongs to somebody else: remove it and try again");
      }
    } catch (IOException failure) {
      throw new StackException("Cannot make the folder " + folder, failure);
    }
  }
}
