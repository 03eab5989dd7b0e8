package dev.kindling.shipper.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryScannerTest {
  @TempDir Path directory;

  @Test
  void scanShouldFindDriversAndExecutorsWhenTheyAppear() throws IOException {
    Path work = directory.resolve("work");
    WorkDirectoryScanner scanner =
        new WorkDirectoryScanner(new WorkDirectory("w1", work), new Troubles(line -> {}));
    assertThat(scanner.scan(now()).found()).isEmpty();

    Files.createDirectories(work.resolve("driver-20261120230559-0001"));
    Files.createDirectories(work.resolve("app-20261120230608-0000/0"));
    Files.createDirectories(work.resolve("app-20261120230608-0000/not-a-number"));
    Files.createDirectories(work.resolve("something-else"));
    List<LogDirectory> first = scanner.scan(now()).found();
    Files.createDirectories(work.resolve("app-20261120230608-0000/1"));
    List<LogDirectory> second = scanner.scan(now()).found();

    assertThat(first)
        .extracting(LogDirectory::name)
        .containsExactlyInAnyOrder("driver-20261120230559-0001", "app-20261120230608-0000/0");
    assertThat(second).extracting(LogDirectory::executorId).containsExactly("1");
    assertThat(second.get(0).appId()).isEqualTo("app-20261120230608-0000");
    assertThat(scanner.scan(now()).found()).isEmpty();
  }

  @Test
  void scanShouldTellWhenDirectoriesAreDeleted() throws IOException {
    Path executor = Files.createDirectories(directory.resolve("app-20261120230608-0000/0"));
    Path driver = Files.createDirectories(directory.resolve("driver-20261120230559-0001"));
    WorkDirectoryScanner scanner =
        new WorkDirectoryScanner(new WorkDirectory("w1", directory), new Troubles(line -> {}));
    scanner.scan(now());

    Files.delete(executor);
    Files.delete(driver);

    assertThat(scanner.scan(now()).gone())
        .extracting(LogDirectory::name)
        .containsExactlyInAnyOrder("driver-20261120230559-0001", "app-20261120230608-0000/0");
  }

  @Test
  void scanShouldFindADirectoryWhenItCameInTheSameTickAsTheListing() throws IOException {
    WorkDirectoryScanner scanner =
        new WorkDirectoryScanner(new WorkDirectory("w1", directory), new Troubles(line -> {}));
    FileTime tick = FileTime.fromMillis(now());
    Files.setLastModifiedTime(directory, tick);
    scanner.scan(tick.toMillis());

    Files.createDirectories(directory.resolve("driver-20261120230559-0001"));
    Files.setLastModifiedTime(directory, tick);

    assertThat(scanner.scan(tick.toMillis() + 250).found()).hasSize(1);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
