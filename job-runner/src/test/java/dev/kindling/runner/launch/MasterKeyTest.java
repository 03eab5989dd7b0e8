package dev.kindling.runner.launch;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That Spark's own filter takes the tokens is shown in system-tests. */
class MasterKeyTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final MasterKey key =
      new MasterKey(
          Base64.getUrlEncoder().withoutPadding().encodeToString(KEY), InstantSource.fixed(START));

  @Test
  void authorizationShouldBeSignedAndShortLived() throws Exception {
    String[] parts = key.authorization().substring("Bearer ".length()).split("\\.");

    JsonNode claims = Json.tree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.path("exp").asLong()).isEqualTo(START.getEpochSecond() + 60);
    assertThat(claims.path("nbf").asLong()).isEqualTo(START.getEpochSecond() - 5);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] signed =
        (parts[0] + "." + parts[1]).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(mac.doFinal(signed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base64!", "c2hvcnQ", ""})
  void keyShouldBeRefusedWhenTheMasterWouldRefuseIt(String text) {
    assertThatThrownBy(() -> new MasterKey(text, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
