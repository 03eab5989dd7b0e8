package dev.kindling.stack.services;

import dev.kindling.stack.PreferredPorts;
import dev.kindling.stack.StackException;
import dev.kindling.stack.StackListener;
import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The services as processes, one instance of each and more where a test asks for them. Methods
 * block; one thread at a time.
 */
public final class Services implements AutoCloseable {
  private final ServicePlan plan;
  private final PortBook ports;
  private final Path folder;
  private final Bundles bundles;
  private final List<String> jvmOptions;
  private final List<ServiceProcess> processes = new ArrayList<>();

  /**
   * @param plan the settings of all
   * @param ports where free ones come from
   * @param folder of the stack
   * @param bundles where class archives are kept
   * @param jvmOptions of each process
   */
  public Services(
      ServicePlan plan, PortBook ports, Path folder, Bundles bundles, List<String> jvmOptions) {
    this.plan = plan;
    this.ports = ports;
    this.folder = folder;
    this.bundles = bundles;
    this.jvmOptions = jvmOptions;
  }

  /** Makes one of each, in the order in which they are told of. */
  public void prepare(Set<ServiceKind> kinds, PreferredPorts preferred) {
    Map<ServiceKind, Integer> wished = new EnumMap<>(ServiceKind.class);
    wished.put(ServiceKind.JOB_RUNNER, preferred.jobRunner());
    for (ServiceKind kind : kinds) {
      processes.add(process(kind, 1, wished.getOrDefault(kind, 0)));
    }
  }

  /** Starts all; blocks until each is ready. */
  public void start(StackListener listener) {
    List<Long> begins = new ArrayList<>();
    for (ServiceProcess process : processes) {
      begins.add(System.nanoTime());
      process.launch();
    }
    for (int index = 0; index < processes.size(); index++) {
      ServiceProcess process = processes.get(index);
      process.awaitReady();
      Duration took = Duration.ofNanos(System.nanoTime() - begins.get(index));
      listener.ready(process.name(), took, where(process).toString());
    }
  }

  /** Starts one more instance of a service and waits until it is ready. */
  public ServiceProcess startAnother(ServiceKind kind) {
    int number = 1 + (int) processes.stream().filter(process -> process.kind() == kind).count();
    ServiceProcess process = process(kind, number, 0);
    processes.add(process);
    process.start();
    return process;
  }

  /**
   * The first instance of a service.
   *
   * @throws StackException if the stack was built without services
   */
  public ServiceProcess process(ServiceKind kind) {
    return processes.stream()
        .filter(process -> process.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new StackException("This stack was built without services"));
  }

  public List<ServiceProcess> processes() {
    return List.copyOf(processes);
  }

  /** The REST API of the first gateway. */
  public URI gateway() {
    return process(ServiceKind.GATEWAY).url();
  }

  /** Asks all to end in order and waits for them. */
  @Override
  public void close() {
    processes.parallelStream().forEach(ServiceProcess::close);
  }

  /** Where the first instance of a service writes its log. */
  public static Path log(Path logs, ServiceKind kind) {
    return logs.resolve(name(kind, 1) + ".log");
  }

  private static String name(ServiceKind kind, int number) {
    return kind.label() + "-" + number;
  }

  private ServiceProcess process(ServiceKind kind, int number, int preferredPort) {
    String name = name(kind, number);
    int managementPort = ports.choose(0);
    int port =
        switch (kind) {
          // The first one's is chosen already: it stands in the plan of the others.
          case GATEWAY -> number == 1 ? plan.gatewayPort() : ports.choose(0);
          case JOB_RUNNER -> ports.choose(preferredPort);
          case SCHEDULER, LOG_SHIPPER -> 0;
        };
    return new ServiceProcess(
        new ServiceProcess.Config(
            kind,
            name,
            plan.environment(kind, name, managementPort, port),
            managementPort,
            port,
            folder.resolve("services").resolve(name),
            folder.resolve("logs"),
            ClassArchive.of(
                bundles.classArchives(), kind.label(), System.getProperty("java.class.path")),
            jvmOptions));
  }

  private static URI where(ServiceProcess process) {
    return process.kind() == ServiceKind.GATEWAY ? process.url() : process.management();
  }
}
