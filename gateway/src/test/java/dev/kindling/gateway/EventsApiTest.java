package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsApiTest {
  private static final String EVENT =
      "{\"specversion\": \"1.0\", \"id\": \"e1\", \"source\": \"/shop\", \"type\": \"up\", \"data\":"
          + " {\"a\": 1}}";

  /** The secret of the fixture, without its prefix; and the time that Standard Webhooks signs. */
  private static final byte[] SECRET =
      Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final String NOW = Long.toString(ApiFixture.NOW.getEpochSecond());

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
  void structuredEventShouldBeOnKafkaAsItIs() {
    // when
    Reply reply = api.post("/api/v1/events", EVENT, "Content-Type", "application/cloudevents+json");

    // then
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body().toString()).isEqualTo("{\"accepted\":[\"e1\"]}");
    ProducerRecord<String, byte[]> record = api.written.remove();
    assertThat(record.topic()).isEqualTo("kindling.events");
    assertThat(record.key()).isEqualTo("e1");
    assertThat(Json.tree(record.value()))
        .isEqualTo(Json.tree(EVENT.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            new String(record.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
        .isEqualTo("application/cloudevents+json");
    assertThat(record.headers().lastHeader("traceparent")).isNull();
  }

  @Test
  void binaryEventShouldBecomeAStructuredOne() {
    // when
    Reply reply =
        api.post(
            "/api/v1/events",
            "plain text",
            "Content-Type",
            "text/plain; charset=utf-8",
            "ce-specversion",
            "1.0",
            "ce-id",
            "e2",
            "ce-source",
            "/caf%C3%A9",
            "ce-type",
            "up",
            "ce-tenant",
            "a+b");

    // then
    assertThat(reply.status()).isEqualTo(202);
    JsonNode event = Json.tree(api.written.remove().value());
    assertThat(event.toString())
        .contains("\"source\":\"/café\"", "\"tenant\":\"a+b\"", "\"data\":\"plain text\"")
        .contains("\"datacontenttype\":\"text/plain\"");
  }

  @Test
  void batchShouldBeTakenWholeOrNotAtAll() {
    // given
    String bad = EVENT.replace("\"e1\"", "\"\"").replace("\"1.0\"", "\"0.3\"");

    // when
    Reply good =
        api.post(
            "/api/v1/events",
            "[" + EVENT + "," + EVENT.replace("e1", "e2") + "]",
            "Content-Type",
            "application/cloudevents-batch+json");
    int written = api.written.size();
    Reply half =
        api.post(
            "/api/v1/events",
            "[" + EVENT + "," + bad + "]",
            "Content-Type",
            "application/cloudevents-batch+json");

    // then
    assertThat(good.body().toString()).isEqualTo("{\"accepted\":[\"e1\",\"e2\"]}");
    assertThat(written).isEqualTo(2);
    assertThat(half.status()).isEqualTo(400);
    assertThat(half.body().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("/1/specversion", "/1/id");
    assertThat(api.written).hasSize(2);
  }

  @Test
  void whatIsNoEventShouldSayWhatWouldBe() {
    // when
    Reply json = api.post("/api/v1/events", "{\"a\": 1}");
    Reply broken = api.post("/api/v1/events", "{", "Content-Type", "application/cloudevents+json");
    Reply wrong =
        api.post(
            "/api/v1/events",
            EVENT.replace("\"data\"", "\"Data\""),
            "Content-Type",
            "application/cloudevents+json");

    // then
    assertThat(json.status()).isEqualTo(400);
    assertThat(json.body().toString()).contains("ce-id, ce-source, ce-type and ce-specversion");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(wrong.at("/errors/0/field")).isEqualTo("/Data");
    assertThat(api.written).isEmpty();
  }

  @Test
  void eventShouldBeRefusedWhileKafkaIsAway() {
    // given
    api.acknowledgement = Future.failedFuture(Problems.unavailable("Kafka is away.", null));

    // when
    Reply reply = api.post("/api/v1/events", EVENT, "Content-Type", "application/cloudevents+json");

    // then
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).containsKey("retry-after");
  }

  @Test
  void tooLargeEventShouldSayWhatToDo() {
    // when
    Reply reply =
        api.post(
            "/api/v1/events",
            EVENT.replace("1}", "\"" + "x".repeat(1_000_000) + "\"}"),
            "Content-Type",
            "application/cloudevents+json");

    // then
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.at("/detail")).contains("send a link");
  }

  @Test
  void standardDeliveryShouldBecomeAnEventOnce() {
    // given
    webhook("{\"format\": \"standard\", \"secret\": \"${secret:hook}\"}");
    String body = "{\"type\": \"invoice.paid\", \"data\": {\"id\": 7}}";

    // when
    Reply first = standard("msg_1", NOW, body, sign("msg_1." + NOW + "." + body));
    Reply again = standard("msg_1", NOW, body, sign("msg_1." + NOW + "." + body));

    // then
    assertThat(first.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(202);
    assertThat(api.written).hasSize(1);
    JsonNode event = Json.tree(api.written.remove().value());
    assertThat(event.path("id").asText()).isEqualTo("msg_1");
    assertThat(event.path("source").asText()).isEqualTo("/webhooks/shop");
    assertThat(event.path("type").asText()).isEqualTo("invoice.paid");
    assertThat(event.at("/data/data/id").asInt()).isEqualTo(7);
  }

  @Test
  void exampleOfTheStandardShouldVerify() {
    // given the example of the Standard Webhooks libraries
    webhook("{\"format\": \"standard\", \"secret\": \"${secret:hook}\"}");
    String body = "{\"test\": 2432232314}";
    String time = "1614265330";
    api.now = Instant.ofEpochSecond(Long.parseLong(time));

    // when
    Reply reply =
        standard(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            time,
            body,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    // then
    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void deliveryWithoutAGoodSignatureShouldBeRefused() {
    // given
    webhook("{\"format\": \"standard\", \"secret\": \"${secret:hook}\"}");
    String body = "{}";
    String good = sign("msg_1." + NOW + "." + body);
    String old = Long.toString(ApiFixture.NOW.getEpochSecond() - 301);

    // then
    assertThat(standard("msg_2", NOW, body, good).status()).as("another id").isEqualTo(401);
    assertThat(standard("msg_1", NOW, "{ }", good).status()).as("another body").isEqualTo(401);
    assertThat(standard("msg_1", NOW, body, "v1,AAAA").status()).isEqualTo(401);
    assertThat(standard("msg_1", NOW, body, "v2," + good.substring(3)).status()).isEqualTo(401);
    Reply late = standard("msg_1", old, body, sign("msg_1." + old + "." + body));
    assertThat(late.status()).isEqualTo(401);
    assertThat(late.at("/detail")).contains("PT5M");
    assertThat(api.post("/webhooks/shop", body).status()).as("not signed").isEqualTo(401);
    assertThat(api.post("/webhooks/none", body).status()).as("no such webhook").isEqualTo(401);
    assertThat(api.written).isEmpty();
    assertThat(api.audit)
        .anyMatch(e -> e.operation().equals("deliverWebhook") && e.status() == 401);
  }

  @Test
  void newSecretShouldWorkBesideTheOldOne() {
    // given
    webhook("{\"format\": \"standard\", \"secret\": [\"${secret:ours}\", \"${secret:hook}\"]}");

    // when
    Reply reply = standard("msg_1", NOW, "{}", "v1,AAAA " + sign("msg_1." + NOW + ".{}"));

    // then
    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void deliveryOfGithubShouldBeKnownByItsSignature() {
    // given
    webhook(
        "{\"format\": \"github\", \"secret\": \"${secret:ours}\", \"source\": \"https://x/y\"}");
    String body = "{\"ref\": \"main\"}";
    String signature =
        "sha256=" + HexFormat.of().formatHex(hmac("x".getBytes(StandardCharsets.UTF_8), body));

    // when the same body comes as two deliveries: one of them is a replay
    Reply first = github(body, signature, "d-1");
    Reply replayed = github(body, signature, "d-2");
    Reply forged = github("{\"ref\": \"evil\"}", signature, "d-3");

    // then
    assertThat(first.status()).isEqualTo(202);
    assertThat(replayed.status()).isEqualTo(202);
    assertThat(forged.status()).isEqualTo(401);
    assertThat(api.written).hasSize(1);
    JsonNode event = Json.tree(api.written.remove().value());
    assertThat(event.path("id").asText()).isEqualTo(signature);
    assertThat(event.path("type").asText()).isEqualTo("com.github.push");
    assertThat(event.path("githubdelivery").asText()).isEqualTo("d-1");
  }

  @Test
  void secretThatIsNotHereShouldBeOurFault() {
    // given
    webhook("{\"format\": \"standard\", \"secret\": \"${secret:missing-one}\"}");

    // when
    Reply reply = standard("msg_1", NOW, "{}", "v1,AAAA");

    // then
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body().toString()).doesNotContain("missing-one");
  }

  @Test
  void webhookShouldHaveReferencesOnly() {
    // when
    Reply reply =
        api.put("/api/v1/webhooks/shop", "{\"format\": \"standard\", \"secret\": \"whsec_x\"}");

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errors/0/field")).isEqualTo("secret");
    assertThat(reply.body().toString()).doesNotContain("whsec_x");
  }

  private void webhook(String spec) {
    assertThat(api.put("/api/v1/webhooks/shop", spec).status()).isEqualTo(201);
  }

  private Reply standard(String id, String time, String body, String signature) {
    return api.post(
        "/webhooks/shop",
        body,
        "webhook-id",
        id,
        "webhook-timestamp",
        time,
        "webhook-signature",
        signature);
  }

  private Reply github(String body, String signature, String delivery) {
    return api.post(
        "/webhooks/shop",
        body,
        "X-Hub-Signature-256",
        signature,
        "X-GitHub-Event",
        "push",
        "X-GitHub-Delivery",
        delivery);
  }

  private static String sign(String text) {
    return "v1," + Base64.getEncoder().encodeToString(hmac(SECRET, text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
