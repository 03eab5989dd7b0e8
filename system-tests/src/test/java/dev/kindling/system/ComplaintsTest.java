package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of {@code docs/complaints.md} names a test that is there. */
class ComplaintsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("\\| `(\\w+)\\.(\\w+)` \\|$");

  private record Named(String type, String method) {}

  private static List<Named> named() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("docs/complaints.md"))) {
      return lines
          .map(TEST::matcher)
          .filter(Matcher::find)
          .map(found -> new Named(found.group(1), found.group(2)))
          .toList();
    }
  }

  /** The tests of the project by the name of their class. */
  private static Map<String, Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/test/java/"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, other) -> one));
    }
  }

  @Test
  void everyRowShouldNameATestThatIsThere() throws IOException {
    // given
    List<Named> named = named();
    Map<String, Path> sources = sources();

    // then
    assertThat(named).hasSizeGreaterThan(20);
    for (Named test : named) {
      assertThat(sources).as("%s", test).containsKey(test.type());
      assertThat(Files.readString(sources.get(test.type())))
          .as("%s", test)
          .contains("void " + test.method() + "(");
    }
  }
}
