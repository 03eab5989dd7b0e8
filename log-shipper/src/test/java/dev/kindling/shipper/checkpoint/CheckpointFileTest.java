package dev.kindling.shipper.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.log.event.EventKind;
import dev.kindling.kit.log.event.JoinState;
import dev.kindling.kit.log.parse.RunTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  @TempDir Path directory;

  @Test
  void readShouldGiveBackWhatWasWrittenWhenItIsWhole() throws IOException {
    ResumePoint point = new ResumePoint(42, new JoinState(EventKind.SPARK, true, 17), 1_000);
    StreamEntry entry =
        new StreamEntry(
            "abc",
            new RunTag("run", 2, null),
            1,
            point,
            List.of(50L, 60L),
            List.of(new RefusedPlace(50, "type", null)),
            new SegmentPoint(
                7, Fingerprint.of(new byte[] {1, 2}, 2), "(dev=1,ino=2)", new RollMark(5, "x--1")));
    Checkpoint checkpoint = Checkpoint.of(Map.of("w/driver-1/stderr", entry));

    new CheckpointFile(directory).write(checkpoint);

    assertThat(new CheckpointFile(directory).read()).isEqualTo(checkpoint);
  }

  @Test
  void readShouldKnowTheFileWhenItWasWrittenBeforeRollsWereJoined() throws IOException {
    String entry =
        "{\"header\":\"abc\",\"tag\":{\"runId\":\"run\",\"attempt\":2,\"job\":null},"
            + "\"generation\":0,\"acknowledged\":{\"offset\":42,\"join\":{\"cut\":\"SPARK\","
            + "\"midLine\":true,\"group\":17},\"lastStampMillis\":0},\"boundaries\":[],"
            + "\"fingerprint\":{\"length\":2,\"hash\":\"0102\"}}";
    String old = "{\"version\":1,\"streams\":{\"w/driver-1/stderr\":" + entry + "}}";
    Files.write(directory.resolve("checkpoint.json"), old.getBytes(UTF_8));

    StreamEntry read = new CheckpointFile(directory).read().streams().get("w/driver-1/stderr");

    assertThat(read.segment())
        .isEqualTo(new SegmentPoint(0, new Fingerprint(2, "0102"), null, null));
    assertThat(read.acknowledged().offset()).isEqualTo(42);
  }

  @Test
  void readShouldBeEmptyWhenNothingWasWritten() throws IOException {
    assertThat(new CheckpointFile(directory).read()).isEqualTo(Checkpoint.EMPTY);
  }

  @Test
  void readShouldSayWhatToDoWhenTheFileIsBroken() throws IOException {
    Files.write(directory.resolve("checkpoint.json"), "{\"version\":1,\"str".getBytes(UTF_8));

    assertThatThrownBy(() -> new CheckpointFile(directory).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("remove it to read all logs again");
  }

  @Test
  void openShouldRefuseWhenAnotherShipperHasTheDirectory() throws IOException {
    try (StateDirectory first = StateDirectory.open(directory)) {
      assertThatThrownBy(() -> StateDirectory.open(first.path()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("KINDLING_SHIPPER_STATE_DIR");
    }
    StateDirectory.open(directory).close();
  }
}
