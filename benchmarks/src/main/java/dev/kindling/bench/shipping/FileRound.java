package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Resident;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A log that is there all at once, and a shipper that carries it away. */
final class FileRound implements Contestant {
  private final Shipper shipper;
  private final Role role;
  private final Path log;
  private final int lines;
  private final int documents;
  private final long elasticsearch;
  private final List<Double> residentMebibytes = new ArrayList<>();
  private Path file;

  /**
   * @param log what its file gets
   * @param lines of it
   * @param documents that it makes of it
   * @param elasticsearch its process
   */
  FileRound(Shipper shipper, Role role, Path log, int lines, int documents, long elasticsearch) {
    this.shipper = shipper;
    this.role = role;
    this.log = log;
    this.lines = lines;
    this.documents = documents;
    this.elasticsearch = elasticsearch;
  }

  /** The most memory that it had, after each round, in MiB. */
  List<Double> residentMebibytes() {
    return residentMebibytes;
  }

  @Override
  public String name() {
    return shipper.name();
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public List<Long> processes() {
    return List.of(elasticsearch, shipper.pid());
  }

  @Override
  public List<Long> ownProcesses() {
    return List.of(shipper.pid());
  }

  @Override
  public void prepare(int round) {
    file = shipper.start();
  }

  @Override
  public Timings run(int round) {
    long before = shipper.index().indexed();
    append(log, file);
    return Timings.ofAll(lines, new Filling(shipper.index()).await(before, documents));
  }

  @Override
  public void clear(int round) {
    residentMebibytes.add(Resident.peakMebibytes(shipper.pid()));
    shipper.rest();
  }

  @Override
  public void close() {}

  static void append(Path from, Path to) {
    try (FileChannel source = FileChannel.open(from);
        FileChannel sink =
            FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      long done = 0;
      while (done < source.size()) {
        done += source.transferTo(done, source.size() - done, sink);
      }
    } catch (IOException e) {
      throw new BenchException("cannot append to " + to, e);
    }
  }
}
