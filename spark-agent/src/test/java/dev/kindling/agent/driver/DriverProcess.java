package dev.kindling.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.agent.testing.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A guarded driver in a JVM of its own, from the shaded jar. Closing it kills it. */
final class DriverProcess implements AutoCloseable {
  /** What the job-runner and the worker put into a driver's environment, and a test changes. */
  final Map<String, String> environment = new HashMap<>();

  private final Path directory;
  private final List<String> options = new ArrayList<>();
  private String classPath;
  private Process process;

  DriverProcess(Path directory, URI... runners) throws IOException {
    this.directory = Files.createDirectory(directory.resolve("driver-20261121000000-0007"));
    this.classPath = jar("launcher.jar", "dev/kindling/agent/driver").toString();
    environment.put("KINDLING_RUN_ID", Requests.RUN_ID);
    environment.put("KINDLING_ATTEMPT", "2");
    environment.put("KINDLING_PARTITION", "3");
    environment.put("KINDLING_TOKEN", "t0ken");
    environment.put(
        "KINDLING_RUNNER_URLS",
        Arrays.stream(runners).map(URI::toString).collect(Collectors.joining(",")));
    options.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  /** The shaded jar, as the build made it. */
  static Path agentJar() {
    return Path.of(System.getProperty("kindling.agent.jar"));
  }

  /** Puts Spark on the JVM's own class path, and gives the JVM what Spark needs. */
  DriverProcess withSpark(String... properties) {
    String spark =
        Stream.of(testClassPath().split(System.getProperty("path.separator")))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> !entry.contains("kindling"))
            .collect(Collectors.joining(System.getProperty("path.separator")));
    classPath = classPath + System.getProperty("path.separator") + spark;
    options.remove("-Xmx64m");
    options.add("-Xmx512m");
    for (String open : List.of("java.lang", "java.nio", "java.util", "sun.nio.ch")) {
      options.add("--add-opens=java.base/" + open + "=ALL-UNNAMED");
    }
    options.addAll(Arrays.asList(properties));
    return this;
  }

  /** Starts the guard for a job. */
  DriverProcess start(String mainClass, String... args) throws IOException {
    environment.putIfAbsent("KINDLING_MAIN_CLASS", mainClass);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, DriverLike.class.getName()));
    command.addAll(List.of(jar("job.jar", "acme/jobs").toString(), agentJar().toString()));
    command.add("dev.kindling.agent.Guard");
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("stdout").toFile())
            .redirectError(directory.resolve("stderr").toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("KINDLING_"));
    builder.environment().putAll(environment);
    process = builder.start();
    return this;
  }

  /** Waits for its end, at most a minute. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the driver ended: %s", this).isTrue();
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  long pid() {
    return process.pid();
  }

  String stdout() {
    return read("stdout");
  }

  String stderr() {
    return read("stderr");
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public String toString() {
    return "stdout:\n" + stdout() + "\nstderr:\n" + stderr();
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs one package of the test classes. */
  private Path jar(String name, String folder) throws IOException {
    Path classes = testClasses();
    Path jar = directory.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes.resolve(folder))) {
      for (Path file : files.toList()) {
        out.putNextEntry(new ZipEntry(folder + "/" + file.getFileName()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private static Path testClasses() {
    try {
      return Path.of(
          DriverProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Failsafe hides the real class path behind a manifest, and keeps it in a property. */
  private static String testClassPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
