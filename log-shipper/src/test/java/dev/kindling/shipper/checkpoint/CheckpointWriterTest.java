package dev.kindling.shipper.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {
  @TempDir Path directory;
  private final Queue<Runnable> disk = new ArrayDeque<>();
  private final Queue<Runnable> owner = new ArrayDeque<>();
  private final List<Optional<IOException>> ends = new ArrayList<>();

  @Test
  void beginShouldTellTheOwnerWhenTheWriteHasEnded() throws IOException {
    CheckpointWriter writer = writer(directory);

    writer.begin(checkpoint("a"), ends::add);
    assertThat(writer.isBusy()).isTrue();
    disk.remove().run();
    assertThat(ends).isEmpty();
    owner.remove().run();

    assertThat(writer.isBusy()).isFalse();
    assertThat(ends).containsExactly(Optional.empty());
    assertThat(onDisk()).containsExactly("a");
  }

  @Test
  void beginShouldSayWhatWentWrongWhenTheDiskRefuses() {
    CheckpointWriter writer = writer(directory.resolve("missing"));

    writer.begin(checkpoint("a"), ends::add);
    disk.remove().run();
    owner.remove().run();

    assertThat(ends.get(0)).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("missing"));
    assertThat(writer.isBusy()).isFalse();
  }

  @Test
  void writeShouldComeAfterTheOneUnderWayAndEndItsTaleWhenItHasNotBegunYet() throws IOException {
    CheckpointWriter writer = writer(directory);
    writer.begin(checkpoint("old"), ends::add);

    writer.write(checkpoint("new"));
    disk.remove().run(); // too late: it has been run before the newer one
    owner.remove().run();

    assertThat(onDisk()).containsExactly("new");
    assertThat(ends).isEmpty();
    assertThat(writer.isBusy()).isFalse();
  }

  @Test
  void writeShouldThrowWhenItIsNotDurable() {
    CheckpointWriter writer = writer(directory.resolve("missing"));

    assertThatThrownBy(() -> writer.write(checkpoint("a"))).isInstanceOf(IOException.class);
  }

  private CheckpointWriter writer(Path state) {
    return new CheckpointWriter(new CheckpointFile(state), disk::add, owner::add);
  }

  private static Checkpoint checkpoint(String stream) {
    StreamEntry entry =
        new StreamEntry(
            "",
            null,
            0,
            ResumePoint.START,
            List.of(),
            List.of(),
            new SegmentPoint(0, Fingerprint.NONE, null, null));
    return Checkpoint.of(Map.of(stream, entry));
  }

  private List<String> onDisk() throws IOException {
    assertThat(directory).isDirectoryContaining("glob:**/checkpoint.json");
    return List.copyOf(new CheckpointFile(directory).read().streams().keySet());
  }
}
