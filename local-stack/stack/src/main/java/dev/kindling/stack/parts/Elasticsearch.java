package dev.kindling.stack.parts;

import dev.kindling.stack.StackException;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import dev.kindling.stack.process.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real Elasticsearch node on loopback, without security if no {@link SearchGuard} is given. It
 * refuses to run as root: started by root it runs as an ordinary user, from a copy where that user
 * cannot read the original.
 */
public final class Elasticsearch extends ChildPart {
  private final Config config;
  private final Optional<UnprivilegedUser> user;

  /**
   * @param name for logs and messages
   * @param home the unpacked distribution
   * @param folder for configuration, data and (if need be) a copy of the distribution
   * @param logs folder of the log file
   * @param port of HTTP
   * @param transportPort of other nodes
   * @param heapMegabytes of the JVM
   * @param settings further lines of elasticsearch.yml
   * @param jvmOptions options of its JVM, behind its own: the last of two that contradict counts
   * @param guard who may come in; empty for everybody
   */
  public record Config(
      String name,
      Path home,
      Path folder,
      Path logs,
      int port,
      int transportPort,
      int heapMegabytes,
      Map<String, String> settings,
      List<String> jvmOptions,
      Optional<SearchGuard> guard) {
    public Config {
      folder = folder.toAbsolutePath();
      settings = Map.copyOf(settings);
      jvmOptions = List.copyOf(jvmOptions);
    }
  }

  public Elasticsearch(Config config) {
    this.config = config;
    this.user = UnprivilegedUser.ifRoot();
  }

  public URI url() {
    String scheme = config.guard().isPresent() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + config.port());
  }

  /**
   * Where it keeps configuration and data: the configured folder, or if its user cannot reach that
   * (root's home is closed to others) one below {@code /var/tmp}.
   */
  public Path dataFolder() {
    return user.isPresent() ? reachableFor(config.folder()) : config.folder();
  }

  /** Deletes configuration and data. Only while it does not run. */
  public void forget() {
    Folders.delete(dataFolder());
  }

  /** Deletes what a node with this folder has left, wherever it kept it. */
  public static void forget(Path folder) {
    if (UnprivilegedUser.areWeRoot()) {
      Folders.delete(PublicFolder.of(folder));
    }
    Folders.delete(folder);
  }

  private static Path reachableFor(Path folder) {
    return UnprivilegedUser.reachable(folder.resolve("data")) ? folder : PublicFolder.of(folder);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  protected boolean launched() {
    return true;
  }

  @Override
  protected void prepare() {
    Path folder = dataFolder();
    Path home = home();
    if (!folder.equals(config.folder()) || !home.equals(config.home())) {
      // Its existence says that the stand-in is still wanted.
      Folders.create(config.folder());
      PublicFolder.create(config.folder());
    }
    Folders.create(config.logs(), folder.resolve("config/jvm.options.d"), data(), tmp(), ownLogs());
    if (!home.equals(config.home()) && !Files.exists(home.resolve("lib"))) {
      Folders.copy(config.home(), home);
    }
    Folders.write(folder.resolve("config/elasticsearch.yml"), yaml());
    config.guard().ifPresent(guard -> guard.writeTo(folder.resolve("config")));
    Folders.write(folder.resolve("config/jvm.options"), jvmOptions());
    Folders.write(
        folder.resolve("config/log4j2.properties"),
        List.of(
            "appender.console.type=Console",
            "appender.console.name=console",
            "appender.console.layout.type=PatternLayout",
            "appender.console.layout.pattern=[%d{ISO8601}][%-5p][%c{1.}] %m%n",
            "rootLogger.level=warn",
            "rootLogger.appenderRef.console.ref=console"));
    user.ifPresent(
        owner -> {
          owner.own(folder.resolve("config"));
          owner.own(data());
          owner.own(tmp());
          owner.own(ownLogs());
        });
  }

  @Override
  protected ProcessPlan plan() {
    Path home = home();
    // The launcher that bin/elasticsearch would start: it needs no bash, and no JVM to check ours.
    List<String> command =
        List.of(
            Programs.java(),
            "-Xms4m",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dcli.name=server",
            "-Dcli.script=" + home.resolve("bin/elasticsearch"),
            "-Dcli.libs=lib/tools/server-cli",
            "-Des.path.home=" + home,
            "-Des.path.conf=" + dataFolder().resolve("config"),
            "-Des.distribution.type=zip",
            "-Des.java.type=ES_JAVA_HOME",
            "-cp",
            home.resolve("lib") + "/*:" + home.resolve("lib/cli-launcher") + "/*",
            "org.elasticsearch.launcher.CliToolLauncher");
    return new ProcessPlan(
        config.name(),
        user.map(owner -> owner.run(command)).orElse(command),
        Map.of("ES_TMPDIR", tmp().toString(), "ES_JAVA_HOME", System.getProperty("java.home")),
        // The launcher takes its working directory for the home.
        home,
        config.logs().resolve(config.name() + ".log"),
        Duration.ofSeconds(10),
        Orphans.END);
  }

  @Override
  protected boolean ready() {
    URI health = url().resolve("/_cluster/health");
    return config
        .guard()
        .map(guard -> guard.json(health))
        .orElseGet(() -> Probe.json(health))
        .map(answer -> answer.path("status").asText())
        .filter(status -> status.equals("green") || status.equals("yellow"))
        .isPresent();
  }

  private List<String> yaml() {
    Stream<String> lines =
        Stream.of(
            "cluster.name: kindling",
            "node.name: " + config.name(),
            "discovery.type: single-node",
            "network.host: 127.0.0.1",
            "http.port: " + config.port(),
            "transport.port: " + config.transportPort(),
            "path.data: " + quoted(data()),
            "path.logs: " + quoted(ownLogs()),
            // Absent, the first start would write certificates and passwords into this file.
            "xpack.security.enabled: " + config.guard().isPresent(),
            // A laptop's disk that is 90 % full still has room for some logs.
            "cluster.routing.allocation.disk.threshold_enabled: false");
    Stream<String> guarded =
        config.guard().isPresent() ? SearchGuard.SETTINGS.stream() : Stream.empty();
    return Stream.concat(
            Stream.concat(lines, guarded),
            config.settings().entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue()))
        .toList();
  }

  /** The distribution's own options but for the collector and its log, which cost start-up time. */
  private List<String> jvmOptions() {
    Stream<String> ours =
        Stream.of(
            "-Xms" + config.heapMegabytes() + "m",
            "-Xmx" + config.heapMegabytes() + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");
    try (Stream<String> theirs = Files.lines(config.home().resolve("config/jvm.options"))) {
      Stream<String> kept =
          theirs
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .filter(line -> !line.contains("UseG1GC") && !line.contains("-Xlog:"));
      return Stream.of(ours, kept, config.jvmOptions().stream()).flatMap(lines -> lines).toList();
    } catch (IOException failure) {
      throw new StackException("Cannot read the JVM options of " + config.home(), failure);
    }
  }

  private Path home() {
    return user.isPresent() && !UnprivilegedUser.reachable(config.home().resolve("lib"))
        ? PublicFolder.of(config.folder()).resolve("home")
        : config.home();
  }

  private Path data() {
    return dataFolder().resolve("data");
  }

  private Path tmp() {
    return dataFolder().resolve("tmp");
  }

  private Path ownLogs() {
    return dataFolder().resolve("logs");
  }

  private static String quoted(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
