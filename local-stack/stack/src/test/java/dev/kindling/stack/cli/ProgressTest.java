package dev.kindling.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir Path folder;

  @Test
  void afterShouldGiveOnlyWhatIsNewAndWhole() throws Exception {
    // given
    Progress progress = new Progress(folder.resolve("progress"));
    progress.clear();
    Progress.News kafka = new Progress.News("part", "kafka", 1200, "127.0.0.1:9092");
    Progress.News master = new Progress.News("part", "spark-master", 900, "http://127.0.0.1:8080");
    progress.add(kafka);
    progress.add(master);
    // when half a line is there
    Files.writeString(progress.file(), "{\"kind\":", StandardOpenOption.APPEND);
    // then
    assertThat(progress.after(0)).containsExactly(kafka, master);
    assertThat(progress.after(1)).containsExactly(master);
    assertThat(progress.after(2)).isEmpty();
  }
}
