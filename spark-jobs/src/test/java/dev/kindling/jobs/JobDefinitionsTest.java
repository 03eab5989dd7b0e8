package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition files say what the classes can do. */
class JobDefinitionsTest {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{param:([A-Za-z]+)}");

  static List<Path> definitions() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/jobs"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void definitionShouldNameAMainClassThatExists(Path file) throws Exception {
    JsonNode job = new ObjectMapper().readTree(file.toFile());

    Class<?> main = Class.forName(job.at("/spark/mainClass").asText());

    assertThat(main.getMethod("main", String[].class)).isNotNull();
    assertThat(job.at("/spark/appResource").asText()).isEqualTo("${jobs-jar}");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void definitionShouldDescribeAndUseEachParameter(Path file) throws Exception {
    JsonNode job = new ObjectMapper().readTree(file.toFile());
    List<String> used = new ArrayList<>();
    for (JsonNode argument : job.at("/spark/args")) {
      REFERENCE.matcher(argument.asText()).results().forEach(found -> used.add(found.group(1)));
    }
    TreeSet<String> declared = new TreeSet<>();
    job.at("/parameters/properties").fieldNames().forEachRemaining(declared::add);

    assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
    assertThat(job.at("/parameters/additionalProperties").asBoolean(true)).isFalse();
    List<String> required = new ArrayList<>();
    job.at("/parameters/required").forEach(name -> required.add(name.asText()));
    for (String name : declared) {
      JsonNode parameter = job.at("/parameters/properties/" + name);
      assertThat(parameter.path("description").asText()).as(name).isNotBlank();
      assertThat(parameter.has("default") || required.contains(name)).as(name).isTrue();
    }
  }
}
