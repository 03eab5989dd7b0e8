package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.ManagedProcess;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A real Kafka broker, its own controller (KRaft), on loopback. */
public final class KafkaBroker extends ChildPart {
  private static final Duration FORMAT_DEADLINE = Duration.ofSeconds(60);

  private final Config config;

  /**
   * @param name for logs and messages
   * @param classPath of the broker
   * @param folder for configuration and data
   * @param logs folder of the log file
   * @param port of clients
   * @param controllerPort of the controller
   * @param heapMegabytes of the JVM
   * @param jvmOptions further options of the JVM
   * @param properties overrides of the broker's own properties
   */
  public record Config(
      String name,
      String classPath,
      Path folder,
      Path logs,
      int port,
      int controllerPort,
      int heapMegabytes,
      List<String> jvmOptions,
      Map<String, String> properties) {
    public Config {
      folder = folder.toAbsolutePath();
      jvmOptions = List.copyOf(jvmOptions);
      properties = Map.copyOf(properties);
    }
  }

  public KafkaBroker(Config config) {
    this.config = config;
  }

  /** What clients connect to: {@code host:port}. */
  public String bootstrap() {
    return "127.0.0.1:" + config.port();
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  protected void prepare() {
    Folders.create(config.folder(), config.logs());
    writeProperties();
    Folders.write(
        loggingFile(),
        List.of(
            "appender.console.type=Console",
            "appender.console.name=console",
            "appender.console.layout.type=PatternLayout",
            "appender.console.layout.pattern=%d{ISO8601} %p %c{1} %m%n",
            "rootLogger.level=WARN",
            "rootLogger.appenderRef.console.ref=console",
            "logger.server.name=kafka.server.KafkaRaftServer",
            "logger.server.level=INFO"));
    if (!Files.exists(data().resolve("meta.properties"))) {
      format();
    }
  }

  @Override
  protected ProcessPlan plan() {
    return plan(
        jvm().main(config.classPath(), "kafka.Kafka", propertiesFile().toString()),
        config.name() + ".log");
  }

  @Override
  protected boolean ready() {
    if (!Probe.listens(config.port())) {
      return false;
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for " + name(), interrupted);
    }
  }

  private void format() {
    List<String> command =
        jvm()
            .main(
                config.classPath(),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                propertiesFile().toString());
    try (ManagedProcess tool = ManagedProcess.start(plan(command, config.name() + "-format.log"))) {
      tool.awaitExit(0, FORMAT_DEADLINE);
    }
  }

  private ProcessPlan plan(List<String> command, String log) {
    return new ProcessPlan(
        config.name(),
        command,
        Map.of(),
        config.folder(),
        config.logs().resolve(log),
        Duration.ofSeconds(10),
        Orphans.STAY);
  }

  private JvmCommand jvm() {
    return JvmCommand.daemon(config.heapMegabytes())
        .with(config.jvmOptions().toArray(String[]::new))
        .property("log4j2.configurationFile", loggingFile().toUri())
        .property("kafka.logs.dir", config.logs());
  }

  private void writeProperties() {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners",
                "PLAINTEXT://" + bootstrap() + ",CONTROLLER://127.0.0.1:" + config.controllerPort(),
            "advertised.listeners", "PLAINTEXT://" + bootstrap(),
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@127.0.0.1:" + config.controllerPort(),
            "log.dirs", data().toString(),
            // Its 128 MB by default do not fit into a small heap: the broker would die.
            "log.cleaner.dedupe.buffer.size", "16777216",
            "auto.create.topics.enable", "false"));
    settings.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            // One node needs no spreading; fifty partitions would only slow its first start.
            "offsets.topic.num.partitions", "8",
            "transaction.state.log.num.partitions", "8"));
    settings.putAll(
        Map.of(
            "group.initial.rebalance.delay.ms", "0",
            // By default the coordinator holds each offset commit back for some milliseconds.
            "group.coordinator.append.linger.ms", "0",
            // A transaction begun right behind another waits for that one's markers: ask again
            // after 1 ms instead of 20 (measured: 22 ms at the median with the default).
            "add.partitions.to.txn.retry.backoff.ms", "1",
            // After SIGKILL the controller refuses the broker until its old session is over.
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500",
            "num.network.threads", "2",
            "num.io.threads", "4"));
    settings.putAll(config.properties());
    try (Writer out = Files.newBufferedWriter(propertiesFile())) {
      settings.store(out, null);
    } catch (IOException failure) {
      throw new StackException("Cannot write " + propertiesFile(), failure);
    }
  }

  private Path data() {
    return config.folder().resolve("data");
  }

  private Path propertiesFile() {
    return config.folder().resolve("server.properties");
  }

  private Path loggingFile() {
    return config.folder().resolve("log4j2.properties");
  }
}
