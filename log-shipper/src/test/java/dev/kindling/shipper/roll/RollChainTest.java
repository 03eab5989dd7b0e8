package dev.kindling.shipper.roll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.checkpoint.RollMark;
import dev.kindling.shipper.checkpoint.SegmentPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollChainTest {
  @TempDir Path directory;
  private Path active;
  private final List<String> losses = new ArrayList<>();

  private final RollWatch watch =
      new RollWatch() {
        @Override
        public void lost(Path file, long bytes) {
          losses.add("lost " + bytes);
        }

        @Override
        public void missed(Path log) {
          losses.add("missed");
        }
      };

  @BeforeEach
  void name() {
    active = directory.resolve("stderr");
  }

  @Test
  void readShouldGiveOneStreamWhenFilesWereRolled() throws IOException {
    rolled("--2026-11-20--23-28-09--0009", "first ", 1);
    compressed("--2026-11-20--23-28-09--0010", "second ", 2);
    written("third", 3);

    assertThat(all(chain(), 0)).isEqualTo("first second third");
  }

  @Test
  void readShouldGoByTimeOfLastWriteWhenLocalTimeWentBack() throws IOException {
    rolled("--2026-10-25--02-59-59--0001", "before ", 1);
    rolled("--2026-10-25--02-00-01--0001", "after", 2);
    written("", 3);

    assertThat(all(chain(), 0)).isEqualTo("before after");
  }

  @Test
  void readShouldGoByNumberWhenFilesWereRolledInOneTick() throws IOException {
    rolled("--2026-11-20--23-28--2", "second ", 1);
    rolled("--2026-11-20--23-28--10", "third", 1);
    rolled("--2026-11-20--23-28", "first ", 1);
    written("", 1);

    assertThat(all(chain(), 0)).isEqualTo("first second third");
  }

  @Test
  void readShouldPassUnfinishedCopyOverWhenWorkerDiedCompressing() throws IOException {
    written("all of it", 1);
    Path copy = directory.resolve("stderr--2026-11-20--23-28-09--0009.gz");
    Files.write(copy, new byte[] {0x1f, (byte) 0x8b, 8, 0});
    Files.setLastModifiedTime(copy, time(2));

    assertThat(all(chain(), 0)).isEqualTo("all of it");
  }

  @Test
  void readShouldGiveWhatIsThereWhenCompressedFileIsCutShort() throws IOException {
    Path whole = compressed("--2026-11-20--23-28-09--0009", "some text ".repeat(2_000), 1);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length - 12));
    Files.setLastModifiedTime(whole, time(1));
    written("and on", 2);

    assertThat(all(chain(), 0)).startsWith("some text some").endsWith("and on");
  }

  @Test
  void lookShouldFollowEachFileWhenSeveralRollsCameAtOnce() throws IOException {
    written("one ", 1);
    RollChain chain = chain();
    assertThat(all(chain, 0)).isEqualTo("one ");
    Files.writeString(active, "one and a half ");
    Files.move(active, directory.resolve("stderr--2026-11-20--23-28-09--0001"));
    rolled("--2026-11-20--23-28-09--0002", "two ", 2);
    compressed("--2026-11-20--23-28-09--0003", "three ", 3);
    written("four", 4);

    chain.look();

    assertThat(all(chain, 4)).isEqualTo("and a half two three four");
    assertThat(losses).isEmpty();
  }

  @Test
  void lookShouldKnowItsFileWhenItWasCompressed() throws IOException {
    written("one ", 1);
    RollChain chain = chain();
    assertThat(all(chain, 0)).isEqualTo("one ");
    Files.writeString(active, "one more ");
    compressed("--2026-11-20--23-28-09--0001", "one more ", 2);
    Files.delete(active);
    written("two", 3);

    chain.look();

    assertThat(all(chain, 4)).isEqualTo("more two");
    assertThat(losses).isEmpty();
  }

  @Test
  void lookShouldReadOnInCopyWhenItsFileWasRestingAndIsGone() throws IOException {
    written("one ", 1);
    RollChain chain = chain();
    assertThat(all(chain, 0)).isEqualTo("one ");
    chain.rest();
    compressed("--2026-11-20--23-28-09--0001", "one more ", 2);
    Files.delete(active);
    written("two", 3);

    chain.look();

    assertThat(all(chain, 4)).isEqualTo("more two");
    assertThat(losses).isEmpty();
  }

  @Test
  void lookShouldPassCopyOverWhenItIsBeingMade() throws IOException {
    written("one ", 1);
    RollChain chain = chain();
    compressed("--2026-11-20--23-28-09--0001", "one ", 2);
    Files.delete(active);
    written("two", 3);
    compressed("--2026-11-20--23-28-09--0002", "tw", 4);

    chain.look();

    assertThat(all(chain, 0)).isEqualTo("one two");
  }

  @Test
  void lookShouldPassCopyOverWhenItIsBeingMadeInTheSameTick() throws IOException {
    written("two", 2);
    Path copy = compressed("--2026-11-20--23-28-09--0002", "two", 2);
    Files.write(copy, java.util.Arrays.copyOf(Files.readAllBytes(copy), 12));
    Files.setLastModifiedTime(copy, time(2));

    assertThat(all(chain(), 0)).isEqualTo("two");
  }

  @Test
  void lookShouldReadNothingTwiceWhenClockWentBack() throws IOException {
    rolled("--2026-11-20--23-28-09--0001", "one ", 10);
    written("two ", 11);
    RollChain chain = chain();
    assertThat(all(chain, 0)).isEqualTo("one two ");
    Files.move(active, directory.resolve("stderr--2026-11-20--23-28-05--0002"));
    Files.setLastModifiedTime(directory.resolve("stderr--2026-11-20--23-28-05--0002"), time(5));
    written("three", 6);

    chain.look();

    assertThat(all(chain, 8)).isEqualTo("three");
  }

  @Test
  void lookShouldStandEmptyCompressedFileWhenPowerFailed() throws IOException {
    Path empty = Files.createFile(directory.resolve("stderr--2026-11-20--23-28-09--0002.gz"));
    Files.setLastModifiedTime(empty, time(1));
    written("two", 2);

    RollChain chain = chain();

    assertThat(chain.end(0)).isEqualTo(3);
    assertThat(all(chain, 0)).isEqualTo("two");
  }

  @Test
  void lookShouldKnowEmptyFileThatRestedWhenItGotItsFirstBytes() throws IOException {
    written("", 1);
    RollChain chain = chain();
    assertThat(all(chain, 0)).isEmpty();
    chain.rest();
    written("first", 2);

    chain.look();

    assertThat(all(chain, 0)).isEqualTo("first");
  }

  @Test
  void readShouldOpenFilesInTurnWhenThereAreVeryMany() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      rolled("--2026-11-20--23-28-09--%04d".formatted(i), "part " + i + ";", i);
      all.append("part ").append(i).append(';');
    }
    written("end", 100);
    RollChain chain = chain();
    Files.delete(directory.resolve("stderr--2026-11-20--23-28-09--0010"));
    Files.delete(directory.resolve("stderr--2026-11-20--23-28-09--0090"));

    assertThat(all(chain, 0)).isEqualTo(all.toString().replace("part 90;", "") + "end");
    assertThat(losses).containsExactly("lost 8");
  }

  @Test
  void lookShouldSayThatFilesMayBeMissingWhenItsOwnWasDeletedUnseen() throws IOException {
    written("one ", 1);
    RollChain chain = chain();
    Files.delete(active);
    rolled("--2026-11-20--23-28-09--0009", "three ", 3);
    written("four", 4);

    chain.look();

    assertThat(all(chain, 0)).isEqualTo("one three four");
    assertThat(losses).containsExactly("missed");
  }

  @Test
  void resumeShouldGoOnInItsFileWhenItWasRolledMeanwhile() throws IOException {
    rolled("--2026-11-20--23-28-09--0001", "one ", 1);
    written("two ", 2);
    SegmentPoint point = pointAfterReading(6);
    Files.move(active, directory.resolve("stderr--2026-11-20--23-28-09--0002"));
    written("three", 3);

    RollChain chain = new RollChain(active, watch);

    assertThat(chain.resume(point, 6)).isEqualTo(RollChain.Resumed.FOUND);
    chain.look();
    assertThat(all(chain, 6)).isEqualTo("o three");
  }

  @Test
  void resumeShouldGoOnInCopyWhenItWasCompressedMeanwhile() throws IOException {
    rolled("--2026-11-20--23-28-09--0001", "same ", 1);
    written("same ", 2);
    SegmentPoint point = pointAfterReading(7);
    compressed("--2026-11-20--23-28-09--0002", "same ", 2);
    Files.delete(active);
    written("new", 3);

    RollChain chain = new RollChain(active, watch);

    assertThat(chain.resume(point, 7)).isEqualTo(RollChain.Resumed.FOUND);
    assertThat(all(chain, 7)).isEqualTo("me new");
  }

  @Test
  void resumeShouldGoOnInCopyWhenAnotherFileHasItsKeyAndBeginsAlike() throws IOException {
    written("alike one ", 1);
    SegmentPoint read = pointAfterReading(5);
    compressed("--2026-11-20--23-28-09--0001", "alike one ", 2);
    Files.delete(active);
    written("alike one and two", 3);
    SegmentPoint point =
        new SegmentPoint(
            read.start(), read.fingerprint(), PlainFile.key(active).toString(), read.after());

    RollChain chain = new RollChain(active, watch);

    assertThat(chain.resume(point, 5)).isEqualTo(RollChain.Resumed.FOUND);
    assertThat(all(chain, 5)).isEqualTo(" one alike one and two");
    assertThat(losses).isEmpty();
  }

  @Test
  void resumeShouldBeginAnewBehindItWhenItsFileIsGone() throws IOException {
    rolled("--2026-11-20--23-28-09--0001", "one ", 1);
    written("two ", 2);
    SegmentPoint point = pointAfterReading(6);
    Files.delete(active);
    rolled("--2026-11-20--23-28-09--0005", "five ", 5);
    written("six", 6);

    RollChain chain = new RollChain(active, watch);

    assertThat(chain.resume(point, 6)).isEqualTo(RollChain.Resumed.GONE);
    chain.look();
    assertThat(all(chain, 0)).isEqualTo("five six");
  }

  @Test
  void resumeShouldWaitWhenNoFileIsThere() throws IOException {
    SegmentPoint point = new SegmentPoint(0, Fingerprint.NONE, null, null);

    assertThat(new RollChain(active, watch).resume(point, 0))
        .isEqualTo(RollChain.Resumed.NOTHING_THERE);
  }

  @Test
  void compareToShouldTakeTimeBeforeNameWhenBothDiffer() {
    assertThat(new RollMark(1, "stderr--b")).isLessThan(new RollMark(2, "stderr--a"));
    assertThat(new RollMark(1, "stderr--a--2")).isLessThan(new RollMark(1, "stderr--a--10"));
    assertThat(new RollMark(1, "stderr--a")).isLessThan(new RollMark(1, "stderr--a--1"));
  }

  private RollChain chain() throws IOException {
    RollChain chain = new RollChain(active, watch);
    chain.look();
    return chain;
  }

  private SegmentPoint pointAfterReading(int offset) throws IOException {
    try (RollChain chain = chain()) {
      all(chain, 0);
      return chain.pointAt(offset);
    }
  }

  private static String all(RollChain chain, long from) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[7];
    int length = chain.read(from, buffer);
    while (length > 0) {
      read.write(buffer, 0, length);
      length = chain.read(from + read.size(), buffer);
    }
    return read.toString(UTF_8);
  }

  private void written(String text, int second) throws IOException {
    Files.writeString(active, text);
    Files.setLastModifiedTime(active, time(second));
  }

  private void rolled(String suffix, String text, int second) throws IOException {
    Path file = directory.resolve("stderr" + suffix);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time(second));
  }

  private Path compressed(String suffix, String text, int second) throws IOException {
    Path file = directory.resolve("stderr" + suffix + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(UTF_8));
    }
    Files.setLastModifiedTime(file, time(second));
    return file;
  }

  private static FileTime time(int second) {
    return FileTime.fromMillis(1_800_000_000_000L + second * 1_000L);
  }
}
