package dev.kindling.stack.parts;

import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real Spark standalone master with the REST submission server, on loopback. It recovers from its
 * files when it is started again; {@link #forget()} before the start of a whole new cluster.
 */
public final class SparkMaster extends ChildPart {
  private final Config config;

  /**
   * @param name for logs and messages
   * @param home of Spark
   * @param folder for configuration and recovery files
   * @param logs folder of the log file
   * @param port of workers and drivers (spark://)
   * @param restPort of the submission API
   * @param uiPort of the web UI and its JSON
   * @param heapMegabytes of the JVM
   * @param jvmOptions further options of the JVM
   * @param mayStandBy whether another master may be the one in charge
   * @param properties further Spark properties of the daemon
   */
  public record Config(
      String name,
      SparkHome home,
      Path folder,
      Path logs,
      int port,
      int restPort,
      int uiPort,
      int heapMegabytes,
      List<String> jvmOptions,
      boolean mayStandBy,
      Map<String, String> properties) {
    public Config {
      folder = folder.toAbsolutePath();
      jvmOptions = List.copyOf(jvmOptions);
      properties = Map.copyOf(properties);
    }
  }

  public SparkMaster(Config config) {
    this.config = config;
  }

  /** {@code spark://host:port}. */
  public String url() {
    return "spark://127.0.0.1:" + config.port();
  }

  /** The submission API. */
  public URI rest() {
    return URI.create("http://127.0.0.1:" + config.restPort());
  }

  /** The web UI; its JSON is below {@code /json/}. */
  public URI ui() {
    return URI.create("http://127.0.0.1:" + config.uiPort());
  }

  /** Forgets workers, drivers and applications. Only while neither master nor workers run. */
  public void forget() {
    Folders.delete(recovery());
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  protected void prepare() {
    Folders.create(config.folder(), config.logs(), recovery());
    Folders.write(
        loggingFile(),
        List.of(
            "appender.console.type=Console",
            "appender.console.name=console",
            "appender.console.layout.type=PatternLayout",
            "appender.console.layout.pattern=%d{ISO8601} %p %c{1}: %m%n%ex",
            "rootLogger.level=WARN",
            "rootLogger.appenderRef.console.ref=console"));
  }

  @Override
  protected ProcessPlan plan() {
    JvmCommand jvm =
        JvmCommand.daemon(config.heapMegabytes())
            .with(config.jvmOptions().toArray(String[]::new))
            .with(SparkHome.MODULE_OPTIONS.toArray(String[]::new))
            .property("log4j2.configurationFile", loggingFile().toUri())
            .property("spark.master.rest.enabled", true)
            .property("spark.master.rest.host", "127.0.0.1")
            .property("spark.master.rest.port", config.restPort())
            // A taken port is an error: by default the next one is used and nobody finds it.
            .property("spark.port.maxRetries", 0)
            .property("spark.deploy.recoveryMode", "FILESYSTEM")
            .property("spark.deploy.recoveryDirectory", recovery())
            .property("spark.deploy.retainedDrivers", 2000)
            .property("spark.deploy.defaultCores", 2);
    config.properties().forEach(jvm::property);
    return new ProcessPlan(
        config.name(),
        jvm.main(
            config.home().classPath(),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(config.port()),
            "--webui-port",
            Integer.toString(config.uiPort())),
        config.home().environment(),
        config.folder(),
        config.logs().resolve(config.name() + ".log"),
        Duration.ofSeconds(5),
        Orphans.STAY);
  }

  /** Whether it is the one that runs the cluster: ALIVE, in Spark's word. */
  public boolean isInCharge() {
    return hasStatus("ALIVE");
  }

  @Override
  protected boolean ready() {
    return (isInCharge() || (config.mayStandBy() && hasStatus("STANDBY")))
        && Probe.listens(config.restPort());
  }

  private boolean hasStatus(String status) {
    return Probe.json(ui().resolve("/json/"))
        .filter(state -> state.path("status").asText().equals(status))
        .isPresent();
  }

  private Path recovery() {
    return config.folder().resolve("recovery");
  }

  private Path loggingFile() {
    return config.folder().resolve("log4j2.properties");
  }
}
