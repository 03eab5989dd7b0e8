package dev.kindling.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A real Spark standalone worker on loopback. Killed alone, it leaves its drivers and executors to
 * themselves as on a real machine; {@link #close()} ends those as well.
 */
public final class SparkWorker extends ChildPart {
  private final Config config;

  /**
   * @param name for logs and messages
   * @param home of Spark
   * @param masters of the cluster that it belongs to
   * @param folder for its work directory and scratch space
   * @param logs folder of the log file
   * @param port of the master and of drivers
   * @param uiPort of its web UI
   * @param cores it offers, whatever the machine has
   * @param memory it offers, such as {@code 2g}, whatever the machine has
   * @param heapMegabytes of the daemon's own JVM
   * @param properties further Spark properties of the daemon
   * @param environment further variables, which its drivers and executors inherit
   */
  public record Config(
      String name,
      SparkHome home,
      SparkMasters masters,
      Path folder,
      Path logs,
      int port,
      int uiPort,
      int cores,
      String memory,
      int heapMegabytes,
      Map<String, String> properties,
      Map<String, String> environment) {
    public Config {
      folder = folder.toAbsolutePath();
      properties = Map.copyOf(properties);
      environment = Map.copyOf(environment);
    }
  }

  public SparkWorker(Config config) {
    this.config = config;
  }

  /** Its web UI. */
  public URI ui() {
    return URI.create("http://127.0.0.1:" + config.uiPort());
  }

  /** The port that its id in the master's words ends with. */
  public int port() {
    return config.port();
  }

  /** Where drivers ({@code <driver id>/}) and executors ({@code <app id>/<n>/}) write. */
  public Path workDirectory() {
    return config.folder().resolve("work");
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  protected void prepare() {
    Folders.create(config.folder(), config.logs(), workDirectory(), scratch());
  }

  @Override
  protected ProcessPlan plan() {
    JvmCommand jvm =
        JvmCommand.daemon(config.heapMegabytes())
            .with(SparkHome.MODULE_OPTIONS.toArray(String[]::new))
            .property("spark.port.maxRetries", 0)
            .property("spark.executor.logs.rolling.strategy", "size")
            .property("spark.executor.logs.rolling.maxSize", 67_108_864)
            .property("spark.executor.logs.rolling.maxRetainedFiles", 20)
            .property(
                "spark.redaction.regex", "(?i)secret|passw|pass$|token|access[.]?key|credential");
    config.properties().forEach(jvm::property);
    Map<String, String> environment = new HashMap<>(config.home().environment());
    environment.put("SPARK_LOCAL_DIRS", scratch().toString());
    environment.putAll(config.environment());
    return new ProcessPlan(
        config.name(),
        jvm.main(
            config.home().classPath(),
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(config.port()),
            "--webui-port",
            Integer.toString(config.uiPort()),
            "--work-dir",
            workDirectory().toString(),
            "--cores",
            Integer.toString(config.cores()),
            "--memory",
            config.memory(),
            config.masters().url()),
        environment,
        config.folder(),
        config.logs().resolve(config.name() + ".log"),
        Duration.ofSeconds(10),
        Orphans.STAY);
  }

  @Override
  protected boolean ready() {
    return config.masters().page().filter(this::isAliveIn).isPresent();
  }

  private boolean isAliveIn(JsonNode master) {
    for (JsonNode worker : master.path("workers")) {
      if (worker.path("port").asInt() == config.port()
          && worker.path("state").asText().equals("ALIVE")) {
        return true;
      }
    }
    return false;
  }

  private Path scratch() {
    return config.folder().resolve("scratch");
  }
}
