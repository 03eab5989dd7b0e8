package dev.kindling.bench.shipping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.process.Waiter;
import dev.kindling.stack.services.ClassArchive;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Kindling's log-shipper, a process that goes on from round to round as a service does; each round
 * is another driver's log.
 */
final class KindlingShipper implements Shipper {
  /** The heap that the yardstick allows. */
  static final int HEAP_MEGABYTES = 128;

  private static final Duration SOON = Duration.ofSeconds(20);

  private final SearchIndex index;
  private final Path work;
  private final ServiceProcess process;
  private int drivers;

  /**
   * @param target where its documents go, or what stands before that
   * @param index where they are counted
   */
  KindlingShipper(String name, URI target, SearchIndex index, Path folder, PortBook ports) {
    this.index = index;
    this.work = folder.resolve("work");
    Folders.create(work);
    int managementPort = ports.choose(0);
    this.process =
        new ServiceProcess(
            new ServiceProcess.Config(
                ServiceKind.LOG_SHIPPER,
                name,
                Map.of(
                    "KINDLING_SHIPPER_WORK_DIRS",
                    "bench=" + work,
                    "KINDLING_SHIPPER_STATE_DIR",
                    folder.resolve("state").toString(),
                    "KINDLING_SHIPPER_ARCHIVE",
                    "false",
                    "KINDLING_ELASTICSEARCH_URL",
                    target.toString(),
                    "KINDLING_KAFKA_BOOTSTRAP",
                    "127.0.0.1:1",
                    "KINDLING_MANAGEMENT_HOST",
                    "127.0.0.1",
                    "KINDLING_MANAGEMENT_PORT",
                    Integer.toString(managementPort)),
                managementPort,
                0,
                folder,
                folder.resolve("logs"),
                ClassArchive.of(
                    Bundles.locate().classArchives(),
                    "log-shipper",
                    System.getProperty("java.class.path")),
                List.of(
                    "-XX:TieredStopAtLevel=4",
                    "-Xmx" + HEAP_MEGABYTES + "m",
                    "-Xmn80m",
                    "-XX:SurvivorRatio=3")));
  }

  @Override
  public String name() {
    return "Kindling";
  }

  @Override
  public SearchIndex index() {
    return index;
  }

  @Override
  public Path start() {
    if (!process.isAlive()) {
      process.start();
    }
    index.delete();
    Path log = driver();
    await(() -> index.indexed() == 1, "the command line does not arrive");
    return log;
  }

  /** A new driver's directory, with its command line in stderr. */
  Path driver() {
    String id = String.format(Locale.ROOT, "driver-20260115080000-%04d", drivers++);
    Path directory = work.resolve(id);
    Path log = directory.resolve("stderr");
    try {
      Files.createDirectory(directory);
      Files.createFile(directory.resolve("stdout"));
      Files.writeString(
          log,
          "Launch Command: \"java\" \"-Dspark.rpc.kindling.run=run_"
              + drivers
              + "/1\" \"-Dspark.rpc.kindling.job=bench\"\n"
              + "=".repeat(40)
              + "\n\n",
          US_ASCII);
      return log;
    } catch (IOException e) {
      throw new BenchException("cannot write " + log, e);
    }
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
    Folders.delete(work);
    Folders.create(work);
    index.delete();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }

  private static void await(BooleanSupplier condition, String trouble) {
    if (!Waiter.until(condition, SOON)) {
      throw new BenchException(trouble);
    }
  }
}
