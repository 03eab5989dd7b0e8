package dev.kindling.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kindling.model.problem.FieldProblem;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In three parts: what holds when nothing is set, when everything is set, and what is wrong. */
class SettingsTest {
  /** A config with one setting of each kind. */
  private record Example(
      String name,
      Optional<String> nick,
      Optional<String> key,
      int count,
      int port,
      Duration lease,
      boolean flag,
      URI master,
      URI proxy,
      ZoneId zone,
      List<String> hosts) {
    static Example from(Settings settings) {
      return new Example(
          settings.text("KINDLING_NAME", "anna"),
          settings.optional("KINDLING_NICK"),
          settings.secret("KINDLING_KEY"),
          settings.integer("KINDLING_COUNT", 4, 1, 10),
          settings.port("KINDLING_PORT", 8480),
          settings.duration("KINDLING_LEASE", Duration.ofSeconds(45)),
          settings.flag("KINDLING_FLAG", true),
          settings.url("KINDLING_MASTER", "the master, http://host:8080"),
          settings.url("KINDLING_PROXY", (URI) null),
          settings.zone("KINDLING_ZONE", ZoneOffset.UTC),
          settings.list("KINDLING_HOSTS", "the hosts, a,b"));
    }
  }

  private static final Map<String, String> LEAST =
      Map.of("KINDLING_MASTER", "http://m:8080", "KINDLING_HOSTS", "a");

  private static Map<String, String> with(String key, String value) {
    Map<String, String> environment = new TreeMap<>(LEAST);
    environment.put(key, value);
    return environment;
  }

  private static List<FieldProblem> problems(Map<String, String> environment) {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class, () -> Settings.read(environment, Example::from));
    assertThat(refused).as("%s", environment).isNotNull();
    return refused.problems();
  }

  // ---- defaults

  @Test
  void readShouldGiveTheDefaultsWhenNothingIsSet() {
    Example example = Settings.read(LEAST, Example::from);

    assertThat(example)
        .isEqualTo(
            new Example(
                "anna",
                Optional.empty(),
                Optional.empty(),
                4,
                8480,
                Duration.ofSeconds(45),
                true,
                URI.create("http://m:8080"),
                null,
                ZoneOffset.UTC,
                List.of("a")));
  }

  @Test
  void readShouldTakeABlankValueAsNotSet() {
    Map<String, String> environment = new TreeMap<>(LEAST);
    for (String key : List.of("NAME", "NICK", "KEY", "COUNT", "LEASE", "FLAG", "ZONE", "PROXY")) {
      environment.put("KINDLING_" + key, "  ");
    }

    assertThat(Settings.read(environment, Example::from))
        .isEqualTo(Settings.read(LEAST, Example::from));
  }

  // ---- everything set

  @Test
  void readShouldGiveWhatIsSet() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("KINDLING_NAME", " berta "),
            Map.entry("KINDLING_NICK", "b"),
            Map.entry("KINDLING_KEY", "s3cret"),
            Map.entry("KINDLING_COUNT", "10"),
            Map.entry("KINDLING_PORT", "0"),
            Map.entry("KINDLING_LEASE", "PT1M30S"),
            Map.entry("KINDLING_FLAG", "false"),
            Map.entry("KINDLING_MASTER", "https://spark.example:6066/x"),
            Map.entry("KINDLING_PROXY", "http://proxy:3128"),
            Map.entry("KINDLING_ZONE", "Europe/Berlin"),
            Map.entry("KINDLING_HOSTS", "a, b ,,c"),
            Map.entry("PATH", "/bin"));

    assertThat(Settings.read(environment, Example::from))
        .isEqualTo(
            new Example(
                "berta",
                Optional.of("b"),
                Optional.of("s3cret"),
                10,
                0,
                Duration.ofSeconds(90),
                false,
                URI.create("https://spark.example:6066/x"),
                URI.create("http://proxy:3128"),
                ZoneId.of("Europe/Berlin"),
                List.of("a", "b", "c")));
  }

  // ---- what is wrong

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KINDLING_COUNT  | 0             | 1 to 10
          KINDLING_COUNT  | 11            | 1 to 10
          KINDLING_COUNT  | four          | 1 to 10
          KINDLING_PORT   | 65536         | 0 to 65535
          KINDLING_PORT   | -1            | 0 to 65535
          KINDLING_LEASE  | 45s           | PT45S
          KINDLING_LEASE  | PT0S          | longer than zero
          KINDLING_LEASE  | -PT1S         | longer than zero
          KINDLING_FLAG   | yes           | true or false
          KINDLING_MASTER | m:8080        | http or https URL
          KINDLING_MASTER | ftp://m       | http or https URL
          KINDLING_MASTER | http://       | http or https URL
          KINDLING_MASTER | http://a b/   | http or https URL
          KINDLING_PROXY  | http://a b/   | http or https URL
          KINDLING_ZONE   | Europe/Berlyn | Europe/Berlin
          KINDLING_HOSTS  | ,             | the hosts, a,b
          """)
  void readShouldNameTheValueAndTheRuleWhenAValueIsWrong(String key, String value, String rule) {
    assertThat(problems(with(key, value)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo(key);
              assertThat(problem.message()).contains("\"" + value + "\"").contains(rule);
            });
  }

  @Test
  void readShouldReportEveryProblemTogether() {
    assertThatThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "KINDLING_COUNT", "x",
                        "KINDLING_FLAG", "x",
                        "KINDLING_LEESE", "PT1S"),
                    Example::from))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "KINDLING_COUNT: is \"x\"",
            "KINDLING_FLAG: is \"x\"",
            "KINDLING_MASTER: is missing: set it to the master, http://host:8080.",
            "KINDLING_HOSTS: is missing",
            "KINDLING_LEESE: is not a setting of this service; did you mean KINDLING_LEASE?");
  }

  @Test
  void readShouldRefuseAnUnknownKeyWithoutAGuessWhenNothingIsNear() {
    assertThat(problems(with("KINDLING_XYZZY_AND_MORE", "1")))
        .containsExactly(
            new FieldProblem("KINDLING_XYZZY_AND_MORE", "is not a setting of this service."));
  }

  @Test
  void readShouldNotCallSettingsUnknownThatItsReaderNeverCameTo() {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                Settings.read(
                    Map.of("KINDLING_FIRST", "x", "KINDLING_SECOND", "1"),
                    settings -> {
                      int first = settings.integer("KINDLING_FIRST", -1, 0, 9);
                      if (first < 0) {
                        throw new IllegalArgumentException("a record that refuses -1");
                      }
                      return settings.text("KINDLING_SECOND", "");
                    }));

    assertThat(refused.problems())
        .extracting(FieldProblem::field)
        .containsExactly("KINDLING_FIRST");
  }

  @Test
  void readShouldLetAReadersOwnBugThrough() {
    assertThatThrownBy(
            () ->
                Settings.read(
                    Map.of(),
                    settings -> {
                      throw new IllegalArgumentException("a bug");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bug");
  }

  @Test
  void readShouldReportWhatOnlyTheReaderSees() {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                Settings.read(
                    Map.of(),
                    settings -> {
                      settings.problem("KINDLING_A", "does not go with KINDLING_B.");
                      return "config";
                    }));

    assertThat(refused.problems())
        .containsExactly(new FieldProblem("KINDLING_A", "does not go with KINDLING_B."));
  }

  // ---- what is printed

  @Test
  void tableShouldPrintWhatHoldsAndHideSecrets() {
    AtomicReference<String> table = new AtomicReference<>();
    Settings.read(
        with("KINDLING_KEY", "s3cret"),
        settings -> {
          Example example = Example.from(settings);
          table.set(settings.table());
          return example;
        });

    assertThat(table.get())
        .contains("KINDLING_COUNT = 4", "KINDLING_NICK = (not set)", "KINDLING_PROXY = (not set)")
        .contains("KINDLING_KEY = ********")
        .doesNotContain("s3cret");
  }
}
