package dev.kindling.stack.services;

import dev.kindling.stack.net.Probe;
import dev.kindling.stack.parts.ChildPart;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.parts.JvmCommand;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One service in a JVM of its own, on the class path of the stack. */
public final class ServiceProcess extends ChildPart {
  private final Config config;

  /**
   * @param kind which service
   * @param name of the instance, for logs and messages
   * @param environment its settings
   * @param managementPort of health and metrics
   * @param port of the service itself; 0 if it has none
   * @param folder its working directory
   * @param logs folder of the log file
   * @param archive shared classes that make its start short
   * @param jvmOptions further options of its JVM
   */
  public record Config(
      ServiceKind kind,
      String name,
      Map<String, String> environment,
      int managementPort,
      int port,
      Path folder,
      Path logs,
      ClassArchive archive,
      List<String> jvmOptions) {
    public Config {
      environment = Map.copyOf(environment);
      jvmOptions = List.copyOf(jvmOptions);
    }
  }

  public ServiceProcess(Config config) {
    this.config = config;
  }

  public ServiceKind kind() {
    return config.kind();
  }

  /** The service's own API, for those that have one. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + config.port());
  }

  /** Health ({@code /health/live}, {@code /health/ready}) and {@code /metrics}. */
  public URI management() {
    return URI.create("http://127.0.0.1:" + config.managementPort());
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  protected void prepare() {
    Folders.create(config.folder(), config.logs());
  }

  @Override
  protected ProcessPlan plan() {
    JvmCommand jvm =
        JvmCommand.daemon(256)
            // As in production, whatever logback-test.xml a test has on its class path.
            .property("logback.configurationFile", "logback.xml")
            .with(config.archive().options().toArray(String[]::new))
            .with(config.jvmOptions().toArray(String[]::new));
    return new ProcessPlan(
        config.name(),
        jvm.main(config.archive().classPath(), config.kind().mainClass()),
        config.environment(),
        config.folder(),
        config.logs().resolve(config.name() + ".log"),
        Duration.ofSeconds(30),
        // Drivers beside a job-runner that dies go on and are taken on by the next one.
        config.kind() == ServiceKind.JOB_RUNNER ? Orphans.STAY : Orphans.END);
  }

  @Override
  protected boolean ready() {
    return Probe.json(management().resolve("/health/ready")).isPresent();
  }

  @Override
  protected void ended() {
    config.archive().keep();
  }
}
