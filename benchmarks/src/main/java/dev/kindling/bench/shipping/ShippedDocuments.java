package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.document.LogDocument;
import dev.kindling.shipper.document.ProcessOrigin;
import dev.kindling.shipper.index.BulkCall;
import dev.kindling.shipper.roll.RollWatch;
import dev.kindling.shipper.tail.EventPipeline;
import dev.kindling.shipper.tail.LogStream;
import dev.kindling.shipper.work.LogDirectory;
import dev.kindling.shipper.work.ProcessLog;
import dev.kindling.shipper.work.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The documents that the log-shipper makes of a driver's stderr, without shipping them.
 *
 * @param count how many there are; the last event counts, although only silence ends it
 * @param bulks bodies of bulk requests with all of them
 */
record ShippedDocuments(int count, List<byte[]> bulks) {
  /** The name of a directory whose log can be read here. */
  static final String DRIVER = "driver-20260115080000-9999";

  private static final int READ_BYTES = 256 * 1024;
  private static final RunTag TAG = new RunTag("run_bench", 1, "bench");

  /**
   * Reads the log once.
   *
   * @param documents of a request
   * @param bytes of a request's documents, at about
   */
  static ShippedDocuments of(Path directory, int documents, int bytes) {
    List<byte[]> bulks = new ArrayList<>();
    List<LogDocument> batch = new ArrayList<>();
    int[] read = {0, 0};
    read(
        directory,
        document -> {
          batch.add(document);
          read[0]++;
          read[1] += document.body().length;
          if (batch.size() == documents || read[1] >= bytes) {
            bulks.add(BulkCall.bytes(batch));
            batch.clear();
            read[1] = 0;
          }
        });
    if (!batch.isEmpty()) {
      bulks.add(BulkCall.bytes(batch));
    }
    return new ShippedDocuments(read[0], bulks);
  }

  private static void read(Path directory, Consumer<LogDocument> out) {
    ProcessLog source =
        new ProcessLog(
            new LogDirectory("bench", Role.DRIVER, directory.getFileName().toString(), directory),
            IoStream.STDERR);
    EventPipeline pipeline =
        EventPipeline.of(JoinLimits.DEFAULT, ZoneOffset.UTC, InstantSource.system());
    LogStream stream =
        new LogStream(new ProcessOrigin(source, TAG), "", pipeline, null, new NothingLost());
    byte[] buffer = new byte[READ_BYTES];
    try {
      long now = 0;
      stream.look(now);
      while (stream.read(now, buffer, out)) {
        now++;
      }
      stream.decide();
      stream.apply(out);
      stream.close();
    } catch (IOException e) {
      throw new BenchException("cannot read " + source.path(), e);
    }
  }

  /** A file that is only read cannot lose anything. */
  private static final class NothingLost implements RollWatch {
    @Override
    public void lost(Path file, long bytes) {
      throw new BenchException(file + " is gone");
    }

    @Override
    public void missed(Path active) {
      throw new BenchException("nobody rolls " + active);
    }
  }
}
