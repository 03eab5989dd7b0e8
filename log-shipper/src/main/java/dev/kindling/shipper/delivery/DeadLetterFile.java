package dev.kindling.shipper.delivery;

import dev.kindling.shipper.document.LogDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The last resort: documents that even the dead-letter index refused, one JSON line each, durable
 * when {@link #append} returns. A crash between a line and its checkpoint can write it twice.
 */
public final class DeadLetterFile {
  private final Path file;

  public DeadLetterFile(Path directory) {
    this.file = directory.resolve("dead-letters.ndjson");
  }

  void append(LogDocument document) throws IOException {
    byte[] body = document.body();
    ByteBuffer line = ByteBuffer.allocate(body.length + 1).put(body).put((byte) '\n').flip();
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    }
  }
}
