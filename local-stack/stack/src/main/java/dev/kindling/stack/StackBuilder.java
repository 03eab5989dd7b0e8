package dev.kindling.stack;

import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.services.ServiceKind;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what the stack is made of. Defaults: all parts, no services, two workers of two cores and 2
 * GB each (what they offer, not what they take), any ports.
 */
public final class StackBuilder {
  final Path folder;
  final Map<ServiceKind, Map<String, String>> settings = new EnumMap<>(ServiceKind.class);
  final Map<String, String> kafkaProperties = new HashMap<>();
  final Map<String, String> masterProperties = new HashMap<>();
  final Map<String, String> workerProperties = new HashMap<>();
  final Map<String, String> workerEnvironment = new HashMap<>();
  Set<PartKind> parts = EnumSet.allOf(PartKind.class);
  Set<ServiceKind> kinds = EnumSet.allOf(ServiceKind.class);
  ServiceMode services = ServiceMode.NONE;
  PreferredPorts ports = PreferredPorts.any();
  StackListener listener = StackListener.silent();
  boolean standby;
  Optional<Path> python = Optional.empty();
  int workers = 2;
  int coresPerWorker = 2;
  String memoryPerWorker = "2g";
  List<String> serviceJvmOptions = List.of();
  List<String> partJvmOptions = List.of();
  List<String> jobJvmOptions = List.of();
  Bundles bundles;

  StackBuilder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Only these parts, and no services. */
  public StackBuilder only(PartKind first, PartKind... more) {
    parts = EnumSet.of(first, more);
    return this;
  }

  /** Where child processes find what they run; default: {@link Bundles#locate()}. */
  public StackBuilder bundles(Bundles from) {
    bundles = from;
    return this;
  }

  /** How the services run. */
  public StackBuilder services(ServiceMode mode) {
    services = mode;
    return this;
  }

  /** Only these services run, in the mode of {@link #services}; default: all four. */
  public StackBuilder onlyServices(ServiceKind first, ServiceKind... more) {
    kinds = EnumSet.of(first, more);
    return this;
  }

  /** A setting of one service, instead of or beside those that the stack gives it. */
  public StackBuilder setting(ServiceKind service, String key, String value) {
    settings.computeIfAbsent(service, kind -> new HashMap<>()).put(key, value);
    return this;
  }

  /** Options of the JVMs of services that run as processes. */
  public StackBuilder serviceJvmOptions(String... options) {
    serviceJvmOptions = List.of(options);
    return this;
  }

  /**
   * Options of the JVMs of the Kafka broker and the Spark masters, behind their own: the last of
   * two that contradict each other counts.
   */
  public StackBuilder partJvmOptions(String... options) {
    partJvmOptions = List.of(options);
    return this;
  }

  /** Options of the JVMs of drivers and executors, before those that a job has of its own. */
  public StackBuilder jobJvmOptions(String... options) {
    jobJvmOptions = List.of(options);
    return this;
  }

  /** Spark workers, and what each offers; memory such as {@code 2g}. */
  public StackBuilder workers(int count, int cores, String memory) {
    workers = count;
    coresPerWorker = cores;
    memoryPerWorker = memory;
    return this;
  }

  /** A property of the Kafka broker. */
  public StackBuilder kafkaProperty(String key, String value) {
    kafkaProperties.put(key, value);
    return this;
  }

  /** A Spark property of the master. */
  public StackBuilder masterProperty(String key, String value) {
    masterProperties.put(key, value);
    return this;
  }

  /** A Spark property of each worker. */
  public StackBuilder workerProperty(String key, String value) {
    workerProperties.put(key, value);
    return this;
  }

  /** A variable in the environment of each worker, and so of drivers and executors. */
  public StackBuilder workerVariable(String name, String value) {
    workerEnvironment.put(name, value);
    return this;
  }

  /** A second master stands by, and a ZooKeeper says which of the two is in charge. */
  public StackBuilder withStandbyMaster() {
    standby = true;
    return this;
  }

  /**
   * Spark's Python, which no artifact on Maven Central has.
   *
   * @param folder {@code python} of a whole Spark, such as that of the package pyspark
   */
  public StackBuilder python(Path folder) {
    python = Optional.of(folder);
    return this;
  }

  /** Ports to take if they are free. */
  public StackBuilder ports(PreferredPorts preferred) {
    ports = preferred;
    return this;
  }

  /** Who hears of parts that are ready. */
  public StackBuilder listener(StackListener hears) {
    listener = hears;
    return this;
  }

  /**
   * Starts it all; blocks until everything answers.
   *
   * @throws StackException if a part does not start; nothing is left running then
   */
  public LocalStack start() {
    if (bundles == null) {
      bundles = Bundles.locate();
    }
    return LocalStack.start(this);
  }
}
