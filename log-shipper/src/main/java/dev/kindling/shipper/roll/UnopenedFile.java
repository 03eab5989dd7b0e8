package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A rolled file that is opened when its turn to be read has come: a log that is far behind must not
 * take all descriptors that the process has. If it is deleted before, its bytes are lost.
 */
final class UnopenedFile implements LogFile {
  private final Path active;
  private final RolledFile rolled;
  private final RollWatch watch;
  private LogFile opened;
  private boolean gone;

  /**
   * @param active the name of the log's active file
   * @param watch hears of it if it is gone by then
   */
  UnopenedFile(Path active, RolledFile rolled, RollWatch watch) {
    this.active = active;
    this.rolled = rolled;
    this.watch = watch;
  }

  /** Opens a rolled file; empty if it was deleted just now. */
  static Optional<LogFile> open(Path active, RolledFile rolled) throws IOException {
    try {
      return rolled.compressed()
          ? Optional.of(GzipFile.open(rolled.path()))
          : PlainFile.open(active, rolled.path()).map(LogFile.class::cast);
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }

  @Override
  public int read(long offset, byte[] into) throws IOException {
    Optional<LogFile> file = file();
    return file.isPresent() ? file.get().read(offset, into) : 0;
  }

  /** As it is stored, until it is open: of a compressed one that says too little. */
  @Override
  public long size() throws IOException {
    if (gone) {
      return 0;
    }
    return opened == null ? rolled.size() : opened.size();
  }

  @Override
  public Fingerprint fingerprint(int length) throws IOException {
    Optional<LogFile> file = file();
    return file.isPresent() ? file.get().fingerprint(length) : Fingerprint.NONE;
  }

  @Override
  public long modifiedMillis() {
    return rolled.mark().writtenMillis();
  }

  @Override
  public String fileKey() {
    return rolled.compressed() ? null : rolled.fileKey();
  }

  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public boolean isAtHand() {
    return opened != null;
  }

  @Override
  public void rest() {
    // It is read to its end and closed then.
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  private Optional<LogFile> file() throws IOException {
    if (opened == null && !gone) {
      Optional<LogFile> file = open(active, rolled);
      gone = file.isEmpty();
      if (gone) {
        watch.lost(rolled.path(), rolled.size());
      }
      opened = file.orElse(null);
    }
    return Optional.ofNullable(opened);
  }
}
