package dev.kindling.kit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import dev.kindling.kit.secret.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchAccessTest {
  @TempDir Path directory;

  @Test
  void fromShouldShowNothingWhenSecurityIsOff() {
    SearchAccess access = read(Map.of());

    assertThat(access.authorization()).isEmpty();
    assertThat(access.trust()).isEmpty();
    assertThat(access.url()).hasToString("https://es:9200");
  }

  @Test
  void fromShouldShowUserWhenPasswordIsSecret() throws IOException {
    Files.writeString(directory.resolve("es-password"), "pa:ss\n");

    SearchAccess access =
        read(
            Map.of(
                "KINDLING_SECRETS_DIR", directory.toString(),
                "KINDLING_ELASTICSEARCH_USERNAME", "shipper",
                "KINDLING_ELASTICSEARCH_PASSWORD", "${secret:es-password}"));

    assertThat(access.authorization()).contains("Basic c2hpcHBlcjpwYTpzcw==");
    assertThat(access).hasToString("https://es:9200");
  }

  @Test
  void fromShouldTakeApiKeyInBothFormsWhenItIsSet() {
    assertThat(read(Map.of("KINDLING_ELASTICSEARCH_API_KEY", "id:key")).authorization())
        .contains("ApiKey aWQ6a2V5");
    assertThat(read(Map.of("KINDLING_ELASTICSEARCH_API_KEY", "aWQ6a2V5")).authorization())
        .contains("ApiKey aWQ6a2V5");
  }

  @Test
  void fromShouldNameEachSettingWhenTheyDoNotFit() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KINDLING_ELASTICSEARCH_URL", "http://es:9200",
                        "KINDLING_ELASTICSEARCH_API_KEY", "id:key",
                        "KINDLING_ELASTICSEARCH_USERNAME", "shipper",
                        "KINDLING_ELASTICSEARCH_CA", directory.resolve("none.pem").toString())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("KINDLING_ELASTICSEARCH_API_KEY: is set beside")
        .hasMessageContaining("KINDLING_ELASTICSEARCH_PASSWORD: is missing")
        .hasMessageContaining("is not https")
        .hasMessageContaining("cannot be read as PEM");
  }

  @Test
  void fromShouldRefuseUrlWithoutRepeatingItWhenPasswordIsInIt() {
    assertThatThrownBy(
            () -> read(Map.of("KINDLING_ELASTICSEARCH_URL", "https://me:hidden@es:9200")))
        .hasMessageContaining("has a name in it")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void fromShouldRefuseAuthorityWhenFileHasNoCertificate() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.pem"));

    assertThatThrownBy(() -> read(Map.of("KINDLING_ELASTICSEARCH_CA", empty.toString())))
        .hasMessageContaining("no certificate");
  }

  private static SearchAccess read(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("KINDLING_ELASTICSEARCH_URL", "https://es:9200");
    return Settings.read(all, given -> SearchAccess.from(given, SecretStore.from(given)));
  }
}
