package dev.kindling.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnprivilegedUserTest {
  @TempDir private Path folder;

  @Test
  void reachableShouldNotChangeWhenTheFoldersAreMade() throws IOException {
    // given
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = folder.resolve("stack/elasticsearch/data");

    // when
    boolean before = UnprivilegedUser.reachable(file);
    Files.createDirectories(file);

    // then
    assertThat(before).isTrue();
    assertThat(UnprivilegedUser.reachable(file)).isTrue();
  }

  @Test
  void reachableShouldBeFalseBelowAClosedFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

    assertThat(UnprivilegedUser.reachable(folder.resolve("stack/data"))).isFalse();
  }
}
