package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.stack.parts.ChildPart;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A peer, anew for each round: it has no memory of the files of others. */
final class PeerShipper implements Shipper {
  private final PeerSetup setup;
  private final SearchIndex index;
  private final Path folder;
  private final Running process = new Running();

  /**
   * @param index that it fills
   * @param folder of its own, as in the set-up
   */
  PeerShipper(PeerSetup setup, SearchIndex index, Path folder) {
    this.setup = setup;
    this.index = index;
    this.folder = folder;
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public SearchIndex index() {
    return index;
  }

  @Override
  public Path start() {
    Folders.delete(folder);
    Folders.create(folder);
    Path log = PeerSetup.log(folder);
    Folders.write(PeerSetup.configurationFile(folder), List.of(setup.configuration()));
    try {
      Files.createFile(log);
    } catch (IOException e) {
      throw new BenchException("cannot write " + log, e);
    }
    index.delete();
    process.start();
    return log;
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void restart() {
    process.start();
  }

  @Override
  public void rest() {
    process.close();
    index.delete();
    Folders.delete(folder);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }

  private final class Running extends ChildPart {
    @Override
    public String name() {
      return setup.name();
    }

    @Override
    protected ProcessPlan plan() {
      return new ProcessPlan(
          setup.name(),
          setup.command(),
          Map.of("LD_LIBRARY_PATH", setup.libraryPath()),
          folder,
          folder.resolve("out.log"),
          Duration.ofSeconds(5),
          Orphans.END);
    }

    @Override
    protected boolean ready() {
      return isAlive();
    }
  }
}
