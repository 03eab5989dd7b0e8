package dev.kindling.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicFolderTest {
  @TempDir Path temporary;

  @Test
  void createShouldRemoveTheStandInOfAFolderThatIsGone() throws Exception {
    assumeTrue(UnprivilegedUser.areWeRoot(), "only root needs stand-ins");
    // given
    Path gone = Files.createDirectory(temporary.resolve("gone"));
    Path kept = Files.createDirectory(temporary.resolve("kept"));
    try {
      PublicFolder.create(gone);
      assertThat(PublicFolder.of(gone)).isDirectory();
      // when
      Files.delete(gone);
      PublicFolder.create(kept);
      // then
      assertThat(PublicFolder.of(gone)).doesNotExist();
      assertThat(PublicFolder.of(kept)).isDirectory();
    } finally {
      Folders.delete(PublicFolder.of(gone));
      Folders.delete(PublicFolder.of(kept));
    }
  }
}
