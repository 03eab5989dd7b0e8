package dev.kindling.kit.log.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRedactorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"-Dspark.kindling.pass=hunter2\"",
        "\"-Dspark.hadoop.fs.s3a.secret.key=hunter2\"",
        "\"-Dspark.my.api-key=hunter2\"",
        "\"-Djdbc.url=jdbc:x?user=a&password=hunter2\"",
        "\"Main\" \"--password\" \"hunter2\" \"x\"",
        "\"Main\" \"--db-token=hunter2\"",
        "\"https://user:hunter2@example.org/path\""
      })
  void redactShouldHideTheSecretWhenItsNameTellsIt(String argument) {
    String redacted = SecretRedactor.redact("Launch Command: \"java\" " + argument + " \"last\"");

    assertThat(redacted).doesNotContain("hunter2").contains("(redacted)").endsWith("\"last\"");
  }

  @Test
  void redactShouldChangeNothingWhenThereIsNoSecret() {
    String line =
        "Launch Command: \"java\" \"-cp\" \"/a/conf:/a/jars/*\" \"-Dspark.rpc.kindling.run=1/2\""
            + " \"spark://Worker@127.0.0.1:17091\" \"-Dspark.bypass.mode=on\" \"Main\"";

    assertThat(SecretRedactor.redact(line)).isEqualTo(line);
  }
}
