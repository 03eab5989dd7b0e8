package dev.kindling.stack.parts;

import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A single ZooKeeper on loopback, from the jars that Spark brings: what several Spark masters need
 * to choose the one that is ALIVE.
 */
public final class ZooKeeper extends ChildPart {
  private final Config config;

  /**
   * @param name for logs and messages
   * @param home of Spark, whose jars it runs from
   * @param folder for its data
   * @param logs folder of the log file
   * @param port of clients
   */
  public record Config(String name, SparkHome home, Path folder, Path logs, int port) {
    public Config {
      folder = folder.toAbsolutePath();
    }
  }

  public ZooKeeper(Config config) {
    this.config = config;
  }

  /** {@code host:port}. */
  public String url() {
    return "127.0.0.1:" + config.port();
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  protected void prepare() {
    Folders.create(config.folder(), config.logs());
    Folders.write(
        settings(),
        List.of(
            "dataDir=" + config.folder(),
            "clientPort=" + config.port(),
            "clientPortAddress=127.0.0.1",
            "tickTime=500",
            "admin.enableServer=false"));
  }

  @Override
  protected ProcessPlan plan() {
    return new ProcessPlan(
        config.name(),
        JvmCommand.daemon(128)
            .main(
                config.home().classPath(),
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                settings().toString()),
        config.home().environment(),
        config.folder(),
        config.logs().resolve(config.name() + ".log"),
        Duration.ofSeconds(5),
        Orphans.STAY);
  }

  @Override
  protected boolean ready() {
    return Probe.listens(config.port());
  }

  private Path settings() {
    return config.folder().resolve("zoo.cfg");
  }
}
