package dev.kindling.agent.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path folder;
  private Secrets secrets;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("db.pass-1"), "s3cr$t\\1\n");
    secrets =
        Secrets.ofThisMachine(
            Map.of(
                "KINDLING_SECRETS_DIR", folder.toString(),
                "KINDLING_SECRET_DB_PASS_1", "of the environment",
                "KINDLING_SECRET_API_KEY", "k3y"));
  }

  @Test
  void resolveShouldPutTheSecretInItsPlaceAndLeaveTheRest() throws Exception {
    assertThat(secrets.resolve("user=a;pw=${secret:db.pass-1};${secret:api.key}!"))
        .isEqualTo("user=a;pw=s3cr$t\\1;k3y!");
    assertThat(secrets.resolve("${other:x} $5 {}")).isEqualTo("${other:x} $5 {}");
  }

  @Test
  void resolveShouldTakeTheFileBeforeTheVariable() throws Exception {
    assertThat(secrets.resolve("${secret:db.pass-1}")).startsWith("s3cr");
  }

  @Test
  void resolveShouldSayWhereTheSecretShouldBeWhenItIsNowhere() {
    assertThatThrownBy(() -> secrets.resolve("${secret:s3-key}"))
        .isInstanceOf(NoSuchSecret.class)
        .hasMessageContaining(folder.resolve("s3-key").toString())
        .hasMessageContaining("KINDLING_SECRET_S3_KEY");
  }

  @Test
  void resolveShouldNeverLeaveTheFolder() {
    assertThatThrownBy(() -> secrets.resolve("${secret:..}" + "${secret:a}"))
        .isInstanceOf(NoSuchSecret.class);
  }

  @Test
  void propertiesShouldBeResolvedAndTheirKeysBeRedactedBySpark() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("spark.hadoop.fs.s3a.key", "${secret:api.key}");
    properties.setProperty("spark.app.name", "plain");
    properties.setProperty("user.home", "${secret:api.key}");

    SecretProperties.resolve(secrets, properties);

    assertThat(properties)
        .containsEntry("spark.hadoop.fs.s3a.key", "k3y")
        .containsEntry("spark.app.name", "plain")
        .containsEntry("user.home", "${secret:api.key}");
    Pattern redaction = Pattern.compile(properties.getProperty("spark.redaction.regex"));
    assertThat(redaction.matcher("spark.hadoop.fs.s3a.key").find()).isTrue();
    assertThat(redaction.matcher("spark.my.PASSWORD").find()).isTrue();
    assertThat(redaction.matcher("spark.hadoop.fs.s3a.key.id").find()).isFalse();
    assertThat(redaction.matcher("spark.app.name").find()).isFalse();
  }

  @Test
  void propertiesShouldKeepTheJobsOwnRedaction() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("spark.redaction.regex", "mine");
    properties.setProperty("spark.a", "${secret:api.key}");

    SecretProperties.resolve(secrets, properties);

    Pattern redaction = Pattern.compile(properties.getProperty("spark.redaction.regex"));
    assertThat(redaction.matcher("spark.mine").find()).isTrue();
    assertThat(redaction.matcher("spark.a").find()).isTrue();
  }

  @Test
  void propertiesShouldBeLeftAloneWhenThereIsNoReference() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("spark.a", "b");

    SecretProperties.resolve(secrets, properties);

    assertThat(properties).hasSize(1);
  }
}
