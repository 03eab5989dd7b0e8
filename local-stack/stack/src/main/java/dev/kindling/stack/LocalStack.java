package dev.kindling.stack;

import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.parts.ChildPart;
import dev.kindling.stack.parts.Elasticsearch;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.parts.KafkaBroker;
import dev.kindling.stack.parts.SparkHome;
import dev.kindling.stack.parts.SparkMaster;
import dev.kindling.stack.parts.SparkMasters;
import dev.kindling.stack.parts.SparkWorker;
import dev.kindling.stack.parts.ZooKeeper;
import dev.kindling.stack.services.HostedServices;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServicePlan;
import dev.kindling.stack.services.Services;
import dev.kindling.stack.services.Starters;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The whole of Kindling on one machine: a real Kafka broker, Spark master and workers and
 * Elasticsearch as child processes on loopback, and the four services. Data stay in the folder from
 * one start to the next. Everything ends with {@link #close()}, and also when this JVM dies.
 */
public final class LocalStack implements AutoCloseable {
  private static final int ARTIFACTS_KEY_BYTES = 32;

  private final PortBook ports = new PortBook();
  private static final String SERVICE_LOGS = "KINDLING_SHIPPER_SERVICE_LOGS";

  private final StackListener listener;
  private final Bundles bundles;
  private final Path folder;
  private final Optional<KafkaBroker> kafka;
  private final Optional<ZooKeeper> zooKeeper;
  private final Optional<SparkMasters> masters;
  private final List<SparkWorker> workers;
  private final Optional<Elasticsearch> elasticsearch;
  private final Optional<Services> services;
  private final Optional<HostedServices> hosted;

  private LocalStack(StackBuilder plan) {
    this.listener = plan.listener;
    this.bundles = plan.bundles;
    this.folder = plan.folder;
    this.kafka = plan.parts.contains(PartKind.KAFKA) ? Optional.of(kafka(plan)) : Optional.empty();
    this.elasticsearch =
        plan.parts.contains(PartKind.ELASTICSEARCH)
            ? Optional.of(elasticsearch(plan))
            : Optional.empty();
    if (plan.parts.contains(PartKind.SPARK)) {
      SparkHome home =
          SparkHome.assemble(
              folder.resolve("spark/home"),
              bundles.sparkJars(),
              bundles.sparkConfiguration(),
              plan.jobJvmOptions);
      plan.python.ifPresent(home::addPython);
      this.zooKeeper = plan.standby ? Optional.of(zooKeeper(home)) : Optional.empty();
      SparkMasters both = masters(plan, home);
      this.masters = Optional.of(both);
      this.workers = workers(plan, home, both);
    } else {
      this.zooKeeper = Optional.empty();
      this.masters = Optional.empty();
      this.workers = List.of();
    }
    this.services =
        plan.services == ServiceMode.PROCESSES ? Optional.of(services(plan)) : Optional.empty();
    this.hosted =
        plan.services == ServiceMode.ONE_JVM ? Optional.of(hosted(plan)) : Optional.empty();
  }

  /**
   * A stack with its data and logs in the folder.
   *
   * @param folder made if it is not there; its path may have spaces
   */
  public static StackBuilder builder(Path folder) {
    return new StackBuilder(folder);
  }

  static LocalStack start(StackBuilder plan) {
    LocalStack stack = new LocalStack(plan);
    try {
      stack.startAll();
      return stack;
    } catch (RuntimeException failure) {
      stack.close();
      throw failure;
    }
  }

  /**
   * @throws StackException if the stack was built without it
   */
  public KafkaBroker kafka() {
    return present(kafka, PartKind.KAFKA);
  }

  /**
   * @throws StackException if the stack was built without it
   */
  public SparkMaster master() {
    return masters().all().get(0);
  }

  /**
   * @throws StackException if the stack was built without it
   */
  public SparkMasters masters() {
    return present(masters, PartKind.SPARK);
  }

  /**
   * @throws StackException if the stack was built without a standby master
   */
  public ZooKeeper zooKeeper() {
    return zooKeeper.orElseThrow(
        () ->
            new StackException("This stack was built without a standby master: see StackBuilder"));
  }

  public List<SparkWorker> workers() {
    return workers;
  }

  /**
   * @throws StackException if the stack was built without it
   */
  public Elasticsearch elasticsearch() {
    return present(elasticsearch, PartKind.ELASTICSEARCH);
  }

  /**
   * The four services as processes.
   *
   * @throws StackException if the stack was built without them
   */
  public Services services() {
    return services.orElseThrow(
        () -> new StackException("This stack was built without services: see StackBuilder"));
  }

  /**
   * The REST API of Kindling.
   *
   * @throws StackException if the stack was built without services
   */
  public URI gateway() {
    return hosted.map(HostedServices::gateway).orElseGet(() -> services().gateway());
  }

  public Bundles bundles() {
    return bundles;
  }

  public Path folder() {
    return folder;
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  /** All child processes, by name. */
  public Map<String, ChildPart> parts() {
    Map<String, ChildPart> parts = new TreeMap<>();
    all().forEach(part -> parts.put(part.name(), part));
    services.ifPresent(some -> some.processes().forEach(part -> parts.put(part.name(), part)));
    return parts;
  }

  /** Stops services first, then the parts they lean on. Safe to call again. */
  @Override
  public void close() {
    try {
      services.ifPresent(Services::close);
      hosted.ifPresent(HostedServices::close);
    } finally {
      Together.run(all().stream().<Runnable>map(part -> part::close).toList());
      ports.close();
    }
  }

  /** Deletes all data. Only after {@link #close()}. */
  public void forget() {
    elasticsearch.ifPresent(Elasticsearch::forget);
    Folders.delete(folder);
  }

  private void startAll() {
    List<Runnable> steps = new ArrayList<>();
    kafka.ifPresent(broker -> steps.add(() -> start(broker, broker.bootstrap())));
    elasticsearch.ifPresent(node -> steps.add(() -> start(node, node.url().toString())));
    masters.ifPresent(nodes -> steps.add(() -> startSpark(nodes)));
    Together.run(steps);
    services.ifPresent(some -> some.start(listener));
    hosted.ifPresent(some -> some.start(listener));
  }

  /** A worker finds its master however late that comes, so all start at once. */
  private void startSpark(SparkMasters itsMasters) {
    zooKeeper.ifPresent(node -> start(node, node.url()));
    long begin = System.nanoTime();
    for (SparkMaster master : itsMasters.all()) {
      // Nothing of an earlier cluster lives: to wait for its workers would take a minute.
      master.forget();
      master.launch();
    }
    for (SparkMaster master : itsMasters.all()) {
      master.awaitReady();
      told(master, begin, master.ui().toString());
    }
    Together.run(
        workers.stream()
            .<Runnable>map(worker -> () -> start(worker, worker.ui().toString()))
            .toList());
  }

  private void start(ChildPart part, String where) {
    long begin = System.nanoTime();
    part.start();
    told(part, begin, where);
  }

  private void told(ChildPart part, long begin, String where) {
    listener.ready(part.name(), Duration.ofNanos(System.nanoTime() - begin), where);
  }

  private List<ChildPart> all() {
    List<ChildPart> parts = new ArrayList<>(workers);
    masters.ifPresent(some -> parts.addAll(some.all()));
    zooKeeper.ifPresent(parts::add);
    kafka.ifPresent(parts::add);
    elasticsearch.ifPresent(parts::add);
    return parts;
  }

  private KafkaBroker kafka(StackBuilder plan) {
    return new KafkaBroker(
        new KafkaBroker.Config(
            "kafka",
            bundles.kafkaClassPath(),
            folder.resolve("kafka"),
            logs(),
            ports.choose(plan.ports.kafka()),
            ports.choose(0),
            256,
            plan.partJvmOptions,
            plan.kafkaProperties));
  }

  private Elasticsearch elasticsearch(StackBuilder plan) {
    return new Elasticsearch(
        new Elasticsearch.Config(
            "elasticsearch",
            bundles.elasticsearchHome(),
            folder.resolve("elasticsearch"),
            logs(),
            ports.choose(plan.ports.elasticsearch()),
            ports.choose(0),
            512,
            Map.of(),
            List.of(),
            Optional.empty()));
  }

  private ZooKeeper zooKeeper(SparkHome home) {
    return new ZooKeeper(
        new ZooKeeper.Config(
            "zookeeper", home, folder.resolve("zookeeper"), logs(), ports.choose(0)));
  }

  private SparkMasters masters(StackBuilder plan, SparkHome home) {
    SparkMaster first =
        master(
            plan,
            home,
            "spark-master",
            ports.choose(plan.ports.master()),
            ports.choose(plan.ports.masterRest()),
            ports.choose(plan.ports.masterUi()));
    if (zooKeeper.isEmpty()) {
      return new SparkMasters(List.of(first));
    }
    SparkMaster second =
        master(plan, home, "spark-master-2", ports.choose(0), ports.choose(0), ports.choose(0));
    return new SparkMasters(List.of(first, second));
  }

  private SparkMaster master(
      StackBuilder plan, SparkHome home, String name, int port, int restPort, int uiPort) {
    Map<String, String> properties = new TreeMap<>(plan.masterProperties);
    zooKeeper.ifPresent(
        node -> {
          properties.put("spark.deploy.recoveryMode", "ZOOKEEPER");
          properties.put("spark.deploy.zookeeper.url", node.url());
        });
    return new SparkMaster(
        new SparkMaster.Config(
            name,
            home,
            folder.resolve("spark").resolve(name.equals("spark-master") ? "master" : name),
            logs(),
            port,
            restPort,
            uiPort,
            512,
            plan.partJvmOptions,
            zooKeeper.isPresent(),
            properties));
  }

  private List<SparkWorker> workers(StackBuilder plan, SparkHome home, SparkMasters itsMasters) {
    List<SparkWorker> list = new ArrayList<>();
    for (int number = 1; number <= plan.workers; number++) {
      String name = "spark-worker-" + number;
      int preferredUi = plan.ports.workerUi() == 0 ? 0 : plan.ports.workerUi() + number - 1;
      list.add(
          new SparkWorker(
              new SparkWorker.Config(
                  name,
                  home,
                  itsMasters,
                  folder.resolve("spark").resolve(name),
                  logs(),
                  ports.choose(0),
                  ports.choose(preferredUi),
                  plan.coresPerWorker,
                  plan.memoryPerWorker,
                  512,
                  plan.workerProperties,
                  plan.workerEnvironment)));
    }
    return List.copyOf(list);
  }

  private Services services(StackBuilder plan) {
    Services some = new Services(servicePlan(plan), ports, folder, bundles, plan.serviceJvmOptions);
    some.prepare(plan.kinds, plan.ports);
    return some;
  }

  private HostedServices hosted(StackBuilder plan) {
    return new HostedServices(
        Starters.of(plan.kinds), servicePlan(plan), ports.choose(plan.ports.jobRunner()));
  }

  private ServicePlan servicePlan(StackBuilder plan) {
    Map<String, Path> workDirectories = new TreeMap<>();
    workers.forEach(worker -> workDirectories.put(worker.name(), worker.workDirectory()));
    Path launcher = folder.resolve("spark/launcher");
    Folders.create(launcher);
    workDirectories.put("launcher", launcher);
    return new ServicePlan(
        kafka().bootstrap(),
        elasticsearch().url().toString(),
        masters().url(),
        masters().rest(),
        masters().ui(),
        bundles.agentJar().toUri().toString(),
        folder.resolve("spark/home"),
        launcher,
        workDirectories,
        folder.resolve("services"),
        ports.choose(plan.ports.gateway()),
        HexFormat.of().formatHex(SecureRandom.getSeed(ARTIFACTS_KEY_BYTES)),
        settings(plan));
  }

  /** The log-shipper carries the logs of the other services too, unless told otherwise. */
  private Map<ServiceKind, Map<String, String>> settings(StackBuilder plan) {
    Map<ServiceKind, Map<String, String>> settings = new EnumMap<>(ServiceKind.class);
    settings.putAll(plan.settings);
    if (plan.services == ServiceMode.PROCESSES) {
      String logs =
          plan.kinds.stream()
              .map(kind -> "kindling-" + kind.label() + "=" + Services.log(logs(), kind))
              .collect(Collectors.joining(","));
      Map<String, String> shipper = new HashMap<>(Map.of(SERVICE_LOGS, logs));
      shipper.putAll(settings.getOrDefault(ServiceKind.LOG_SHIPPER, Map.of()));
      settings.put(ServiceKind.LOG_SHIPPER, shipper);
    }
    return settings;
  }

  private static <T> T present(Optional<T> part, PartKind kind) {
    return part.orElseThrow(
        () -> new StackException("This stack was built without " + kind + ": see StackBuilder"));
  }
}
