package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that was compressed when it was rolled. Nobody writes to it any more. Reading goes
 * forward; going back begins at the start, which happens after a restart only. The compressed file
 * stays open between reads, so that a deletion takes nothing away.
 *
 * <p>A file that is cut short, as a worker leaves it that dies while it compresses, is read as far
 * as it goes.
 */
final class GzipFile implements LogFile {
  private static final Logger LOG = LoggerFactory.getLogger(GzipFile.class);
  private static final int BUFFER = 64 * 1024;

  /** At the end stands the length before compression, modulo 2^32 (RFC 1952). */
  private static final int LENGTH_BYTES = 4;

  /** A header and a trailer with nothing between them. */
  private static final int LEAST_BYTES = 18;

  private static final long NOT_ASKED = -2;
  private static final long NOT_KNOWN = -1;

  private final Path path;
  private final FileChannel channel;
  private InputStream in;
  private long position;
  private long size = NOT_ASKED;
  private boolean broken;

  private GzipFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens it; a file that was deleted just now is a {@link NoSuchFileException}. */
  static GzipFile open(Path path) throws IOException {
    return new GzipFile(path, FileChannel.open(path, StandardOpenOption.READ));
  }

  @Override
  public int read(long offset, byte[] into) throws IOException {
    if (broken) {
      return 0;
    }
    int length = 0;
    try {
      if (in == null || position > offset) {
        begin();
      }
      in.skipNBytes(offset - position);
      position = offset;
      int more = in.read(into);
      while (more > 0) {
        length += more;
        more = in.read(into, length, into.length - length);
      }
    } catch (EOFException | ZipException cutShort) {
      broken = true;
      LOG.error(
          "{} is cut short or broken after {} bytes: what follows in it cannot be read",
          path,
          offset + length,
          cutShort);
    } catch (IOException failed) {
      in = null; // what it gave last is not known: the next read begins at the start
      throw failed;
    }
    position = offset + length;
    return length;
  }

  /** Whether it ends as it should. Reads all of it. */
  boolean isWhole() throws IOException {
    try (InputStream all = new GZIPInputStream(new ChannelBytes(channel), BUFFER)) {
      all.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (EOFException | ZipException cutShort) {
      return false;
    }
  }

  /** It is asked at each look, and never changes. */
  @Override
  public long size() throws IOException {
    if (size == NOT_ASKED) {
      size = storedSize();
    }
    return broken || size == NOT_KNOWN ? position : size;
  }

  private long storedSize() throws IOException {
    long end = channel.size();
    if (end < LEAST_BYTES) {
      return NOT_KNOWN;
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (length.hasRemaining()
        && channel.read(length, end - LENGTH_BYTES + length.position()) > 0) {
      // a read may be short
    }
    return Integer.toUnsignedLong(length.getInt(0));
  }

  @Override
  public Fingerprint fingerprint(int length) throws IOException {
    byte[] head = new byte[length];
    int read = 0;
    try (InputStream fresh = new GZIPInputStream(new ChannelBytes(channel))) {
      read = fresh.readNBytes(head, 0, length);
    } catch (EOFException | ZipException cutShort) {
      LOG.debug("{} is cut short", path, cutShort);
    }
    return Fingerprint.of(head, read);
  }

  @Override
  public long modifiedMillis() throws IOException {
    return LogFile.lastWriteMillis(path);
  }

  /** It is a copy: its own key says nothing about the file that it was made of. */
  @Override
  public String fileKey() {
    return null;
  }

  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public boolean isAtHand() {
    return true;
  }

  @Override
  public void rest() {
    // It is read to its end and closed then.
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void begin() throws IOException {
    in = new GZIPInputStream(new ChannelBytes(channel), BUFFER);
    position = 0;
  }

  /** The compressed bytes from the start, without moving or closing the shared channel. */
  private static final class ChannelBytes extends InputStream {
    private final FileChannel channel;
    private long next;

    ChannelBytes(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = channel.read(ByteBuffer.wrap(into, from, length), next);
      next += Math.max(0, read);
      return read;
    }
  }
}
