package dev.kindling.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the jar brings onto the class path of every job: as little as can be, all of it ours. */
class ShadedJarIT {
  private static final long MOST_BYTES = 700_000;

  /**
   * The compiler copies constants, and leaves the name of their class behind in an entry that
   * nothing refers to and the relocator does not reach; no JVM ever resolves it.
   */
  private static final String CONSTANTS = "dev/kindling/model/guard/GuardProtocol";

  @Test
  void jarShouldHoldOnlyOurOwnPackages() throws IOException {
    try (JarFile jar = new JarFile(DriverProcess.agentJar().toFile())) {
      List<String> strangers =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .filter(name -> !name.startsWith("dev/kindling/agent/"))
              .filter(name -> !isPaper(name))
              .toList();

      assertThat(strangers).isEmpty();
      assertThat(jar.getEntry("dev/kindling/agent/Guard.class")).isNotNull();
      assertThat(jar.getEntry("dev/kindling/agent/AppWatch.class")).isNotNull();
      assertThat(jar.getEntry("META-INF/LICENSE")).as("Jackson's licence").isNotNull();
    }
  }

  @Test
  void jarShouldHoldOnlyTheWireRecordsOfTheModel() throws IOException {
    try (JarFile jar = new JarFile(DriverProcess.agentJar().toFile())) {
      List<String> records =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .filter(name -> name.startsWith("dev/kindling/agent/shaded/model/"))
              .toList();

      assertThat(records)
          .isNotEmpty()
          .allMatch(name -> name.startsWith("dev/kindling/agent/shaded/model/guard/"));
    }
  }

  @Test
  void jarShouldNameNoUnrelocatedClass() throws IOException {
    try (JarFile jar = new JarFile(DriverProcess.agentJar().toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          assertThat(bytes.replace(CONSTANTS, ""))
              .as(entry.getName())
              .doesNotContain("com/fasterxml", "com.fasterxml.jackson", "dev/kindling/model");
        }
      }
    }
  }

  @Test
  void jarShouldBeSmall() throws IOException {
    assertThat(Files.size(DriverProcess.agentJar())).isLessThan(MOST_BYTES);
  }

  /** Manifest, licences and Maven's description of ourselves: nothing that a JVM would load. */
  private static boolean isPaper(String name) {
    return name.equals("META-INF/MANIFEST.MF")
        || name.startsWith("META-INF/maven/dev.kindling/kindling-spark-agent/")
        || name.matches("META-INF/[A-Za-z-]*(LICENSE|NOTICE)");
  }
}
