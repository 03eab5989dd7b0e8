package dev.kindling.runner.launch.beside;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.launch.GuardedJob;
import dev.kindling.runner.launch.JobWrapper;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.launch.RunNews;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.apache.spark.launcher.SparkLauncher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drivers beside the job-runner, by SparkLauncher in client deploy mode: for masters without a
 * submission server, and for any master that Spark knows. {@code launch()} and the exit of the
 * process are the truth; the states of a SparkAppHandle are not used, since they say FINISHED of a
 * job that threw (SPARK-45290).
 *
 * <p>A driver outlives a job-runner that dies or stops: its guard goes on asking for its lease and
 * finds the next owner of its run, which takes it on; where there is none it halts by its lease.
 * Only the exit code is lost then, and the guard's report, or the lease, is the truth.
 *
 * <p>Thread-safe; nothing here blocks the caller.
 */
public final class LauncherDrivers {
  private static final Logger LOG = LoggerFactory.getLogger(LauncherDrivers.class);
  private static final int TAIL_BYTES = 4_096;
  private static final int LONGEST_LINE = 300;

  private final Optional<SparkHome> home;
  private final JobWrapper wrapper;
  private final String ownMaster;
  private final DriverFolders folders;
  private final Map<String, String> environment;
  private final RunNews news;
  private final Executor blocking;
  private final InstantSource clock;
  private final Map<String, Child> children = new ConcurrentHashMap<>();

  /**
   * @param home of Spark; empty if this job-runner has none
   * @param ownMaster what a job connects to that names no master
   * @param folder where drivers work
   * @param environment of this process, which drivers inherit
   * @param blocking runs what takes a moment
   */
  public LauncherDrivers(
      Optional<Path> home,
      JobWrapper wrapper,
      String ownMaster,
      Path folder,
      Map<String, String> environment,
      RunNews news,
      Executor blocking,
      InstantSource clock,
      RandomGenerator random) {
    this.home = home.map(SparkHome::new);
    this.wrapper = wrapper;
    this.ownMaster = ownMaster;
    this.folders = new DriverFolders(folder.toAbsolutePath(), random);
    this.environment = Map.copyOf(environment);
    this.news = news;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Starts the driver of an attempt. */
  public void submit(Launch launch) {
    blocking.execute(() -> start(launch));
  }

  /** Whether this driver is our child. */
  public boolean has(String driverId) {
    return children.containsKey(driverId);
  }

  /** Kills a driver that is our child. */
  public void kill(String driverId) {
    Child child = children.get(driverId);
    if (child != null) {
      child.kill();
    }
  }

  private void start(Launch launch) {
    Child child;
    try {
      child = launched(launch);
    } catch (IllegalArgumentException e) {
      tell(launch, new RunCommand.NotCreated(launch.attempt(), e.getMessage(), true));
      return;
    } catch (IOException | RuntimeException e) {
      String reason = "The driver could not be started beside the job-runner: " + e.getMessage();
      tell(launch, new RunCommand.NotCreated(launch.attempt(), reason, false));
      return;
    }
    String driverId = child.folder().driverId();
    children.put(driverId, child);
    LOG.info("{}: {} is process {}", launch, driverId, child.process().pid());
    tell(launch, new RunCommand.Accepted(launch.attempt(), driverId));
    child.process().onExit().thenAcceptAsync(process -> ended(child, process), blocking);
  }

  private Child launched(Launch launch) throws IOException {
    boolean python = launch.run().job().spec().spark().isPython();
    SparkHome spark =
        home.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "This job-runner has no Spark home, which launch/via launcher needs: set"
                        + " KINDLING_SPARK_HOME."));
    spark
        .problem(python, environment)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    String master = launch.run().job().spec().launch().master();
    GuardedJob job = wrapper.wrap(launch, master == null ? ownMaster : master, "client");
    DriverFolders.Folder folder = folders.make(job.properties(), clock.instant());
    Map<String, String> variables = new HashMap<>(job.environment());
    // As a worker tells its drivers their id: the guard looks for it there.
    variables.put("SPARK_DRIVER_LOG_URL_STDOUT", "file:?driverId=" + folder.driverId());
    variables.put("SPARK_HOME", spark.path().toString());
    if (!environment.containsKey("JAVA_HOME")) {
      variables.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    }
    SparkLauncher launcher =
        new SparkLauncher(variables)
            .setSparkHome(spark.path().toString())
            .setMaster(job.properties().get("spark.master"))
            .setDeployMode("client")
            .setMainClass(GuardProtocol.GUARD_CLASS)
            .setAppResource(job.jar())
            .addAppArgs(job.args().toArray(String[]::new))
            .directory(folder.path().toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.stdout().toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.stderr().toFile()));
    job.properties().forEach(launcher::setConf);
    return new Child(launch, folder, launcher.launch());
  }

  private void ended(Child child, Process process) {
    children.remove(child.folder().driverId());
    LOG.info(
        "{}: {} ended with {}", child.launch(), child.folder().driverId(), process.exitValue());
    tell(
        child.launch(),
        new RunCommand.DriverExited(
            child.launch().attempt(), process.exitValue(), lastLine(child.folder().stderr())));
  }

  private void tell(Launch launch, RunCommand command) {
    news.tell(launch.partition(), launch.run().id(), command);
  }

  /** What it wrote last; null where that cannot be read. */
  private static String lastLine(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
      while (tail.hasRemaining() && channel.read(tail) >= 0) {
        // Until it is full, or the file has ended.
      }
      String text = new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
