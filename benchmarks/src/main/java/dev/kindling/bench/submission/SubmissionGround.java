package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.services.ClassArchive;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServicePlan;
import dev.kindling.stack.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the contestants run on: one Kafka broker, one Spark master without workers, the gateway and
 * the job-runner, a process each, and the scheduler where triggers are measured. Neither
 * log-shipper nor Elasticsearch: they have no part in a submission and would only take turns on the
 * processors. Ends with {@link #close}.
 */
final class SubmissionGround implements AutoCloseable {
  /** What is measured is to run for months: it gets both compilers, as it has by default. */
  private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

  private final PortBook ports = new PortBook();
  private final LocalStack stack;
  private final ServiceProcess gateway;
  private final ServiceProcess jobRunner;
  private final Optional<ServiceProcess> scheduler;

  private SubmissionGround(Path folder, boolean hasScheduler) {
    Path logging = quietLogging(folder);
    stack =
        LocalStack.builder(folder)
            .only(PartKind.KAFKA, PartKind.SPARK)
            .workers(0, 1, "1g")
            .partJvmOptions(BOTH_COMPILERS)
            .masterProperty("log4j2.configurationFile", logging.toUri().toString())
            .start();
    ServicePlan plan =
        new ServicePlan(
            stack.kafka().bootstrap(),
            "http://127.0.0.1:" + ports.choose(0),
            stack.master().url(),
            stack.master().rest().toString(),
            stack.master().ui().toString(),
            folder.resolve("never-fetched-agent.jar").toUri().toString(),
            folder.resolve("no-spark-home"),
            folder.resolve("launcher"),
            Map.of(),
            folder.resolve("services"),
            ports.choose(0),
            "no-artifact-is-ever-fetched-here!!",
            // The runs are to queue at the master, where they are counted, not before it.
            Map.of(ServiceKind.JOB_RUNNER, Map.of("KINDLING_CAPACITY_GATE", "false")));
    gateway = service(ServiceKind.GATEWAY, plan, folder);
    jobRunner = service(ServiceKind.JOB_RUNNER, plan, folder);
    scheduler =
        hasScheduler ? Optional.of(service(ServiceKind.SCHEDULER, plan, folder)) : Optional.empty();
  }

  /**
   * Starts it all; blocks until everything answers.
   *
   * @param folder for data and logs; may exist
   */
  static SubmissionGround start(Path folder) {
    return started(new SubmissionGround(folder.toAbsolutePath(), false));
  }

  /** The same with a scheduler, for triggers. */
  static SubmissionGround startWithScheduler(Path folder) {
    return started(new SubmissionGround(folder.toAbsolutePath(), true));
  }

  private static SubmissionGround started(SubmissionGround ground) {
    try {
      List<ServiceProcess> services = ground.all().toList();
      services.forEach(ServiceProcess::launch);
      services.forEach(ServiceProcess::awaitReady);
      return ground;
    } catch (RuntimeException failure) {
      ground.close();
      throw failure;
    }
  }

  String kafka() {
    return stack.kafka().bootstrap();
  }

  URI masterRest() {
    return stack.master().rest();
  }

  URI masterUi() {
    return stack.master().ui();
  }

  String masterUrl() {
    return stack.master().url();
  }

  URI gateway() {
    return gateway.url();
  }

  URI jobRunnerManagement() {
    return jobRunner.management();
  }

  /** The URL of a jar that is not there: no driver starts, so nobody fetches it. */
  String jar() {
    return stack.folder().resolve("never-fetched.jar").toUri().toString();
  }

  Path folder() {
    return stack.folder();
  }

  /**
   * A Livy that submits to the master.
   *
   * @param classPath of Livy
   */
  LivyServer livy(String classPath) {
    return new LivyServer(
        new LivyServer.Config(
            classPath,
            stack.folder().resolve("livy"),
            stack.folder().resolve("spark/home"),
            ports.choose(0),
            masterRest(),
            stack.folder()));
  }

  /** The class path of everything in Spark's distribution. */
  String sparkClassPath() {
    return stack.folder().resolve("spark/home/jars") + "/*";
  }

  /** The processes that every submission needs. */
  List<Long> shared() {
    return List.of(stack.kafka().pid(), stack.master().pid());
  }

  /** Kindling's own processes. */
  List<Long> services() {
    return all().map(ServiceProcess::pid).toList();
  }

  /** The scheduler of a ground that has one. */
  ServiceProcess scheduler() {
    return scheduler.orElseThrow();
  }

  private Stream<ServiceProcess> all() {
    return Stream.concat(Stream.of(gateway, jobRunner), scheduler.stream());
  }

  @Override
  public void close() {
    all().forEach(ServiceProcess::close);
    stack.close();
    ports.close();
  }

  private ServiceProcess service(ServiceKind kind, ServicePlan plan, Path folder) {
    int port = ports.choose(0);
    int managementPort = ports.choose(0);
    return new ServiceProcess(
        new ServiceProcess.Config(
            kind,
            kind.label(),
            plan.environment(kind, kind.label() + "-1", managementPort, port),
            managementPort,
            port,
            folder.resolve("services").resolve(kind.label()),
            folder.resolve("logs"),
            ClassArchive.of(
                stack.bundles().classArchives(),
                kind.label(),
                System.getProperty("java.class.path")),
            List.of(BOTH_COMPILERS)));
  }

  /**
   * By default the master writes a line for each waiting driver whenever it schedules: with a
   * thousand of them that is all it does.
   */
  private static Path quietLogging(Path folder) {
    Path file = folder.resolve("master-log4j2.properties");
    try {
      Files.createDirectories(folder);
      Files.write(
          file,
          List.of(
              "appender.console.type=Console",
              "appender.console.name=console",
              "appender.console.layout.type=PatternLayout",
              "appender.console.layout.pattern=%d{ISO8601} %p %c{1}: %m%n%ex",
              "rootLogger.level=ERROR",
              "rootLogger.appenderRef.console.ref=console"));
      return file;
    } catch (IOException failure) {
      throw new BenchException("Cannot write " + file, failure);
    }
  }
}
