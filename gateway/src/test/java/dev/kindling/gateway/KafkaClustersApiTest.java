package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaClustersApiTest {
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void putShouldNameEveryFieldThatIsWrong() {
    // when
    Reply reply =
        api.put(
            "/api/v1/kafka-clusters/shop",
            """
            {"bootstrap": "broker-1",
             "tls": {"trust": "abc", "certificate": "${secret:c}", "keyPassword": "open"},
             "sasl": {"mechanism": "SCRAM-SHA-512", "username": " ", "password": "open"}}
            """);

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "bootstrap",
            "tls/trust",
            "tls/key",
            "tls/keyPassword",
            "sasl/username",
            "sasl/password");
  }

  @Test
  void putShouldRefuseAPasswordThatEveryoneCouldRead() {
    Reply reply =
        api.put(
            "/api/v1/kafka-clusters/shop",
            """
            {"bootstrap": "broker-1:9092",
             "sasl": {"mechanism": "PLAIN", "username": "u", "password": "${secret:p}"}}
            """);
    assertThat(reply.at("/errors/0/field")).isEqualTo("tls");
  }

  @Test
  void deleteShouldBeRefusedAsLongAsATriggerReadsFromIt() {
    // given
    api.put("/api/v1/kafka-clusters/shop", "{\"bootstrap\": \"broker-1:9092\"}");
    api.put(
        "/api/v1/triggers/t", "{\"job\": \"wc\", \"cluster\": \"shop\", \"topic\": \"orders\"}");

    // when
    Reply reply = api.delete("/api/v1/kafka-clusters/shop");

    // then
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.at("/detail")).contains("trigger t");
  }

  @Test
  void checkShouldSayWhichSecretIsMissing() {
    // given
    api.put(
        "/api/v1/kafka-clusters/shop",
        """
        {"bootstrap": "broker-1:9092",
         "sasl": {"mechanism": "SCRAM-SHA-256", "username": "u", "password": "${secret:theirs}"}}
        """);

    // when
    Reply reply = api.post("/api/v1/kafka-clusters/shop/check", null);

    // then
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.at("/detail"))
        .isEqualTo(
            "The secret theirs is not here: put it into the file none/theirs or the variable"
                + " KINDLING_SECRET_THEIRS of this service.");
    assertThat(api.post("/api/v1/kafka-clusters/none/check", null).status()).isEqualTo(404);
  }

  @Test
  void checkShouldSayThatNobodyAnswers() {
    // given: its secret is there, and nobody listens
    api.put(
        "/api/v1/kafka-clusters/shop",
        """
        {"bootstrap": "127.0.0.1:1",
         "sasl": {"mechanism": "SCRAM-SHA-256", "username": "u", "password": "${secret:ours}"}}
        """);

    // when
    Reply reply = api.post("/api/v1/kafka-clusters/shop/check", null);

    // then
    assertThat(reply.at("/reachable")).isEqualTo("false");
    assertThat(reply.at("/reason")).isEqualTo("It does not answer within 5 s: 127.0.0.1:1.");
  }
}
