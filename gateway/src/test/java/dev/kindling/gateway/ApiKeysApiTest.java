package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.access.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysApiTest {
  private static final String[] ROOT = Guarded.by(Guarded.ROOT);

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = Guarded.open();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void keyShouldBeShownOnceAndKeptAsAHash() {
    // when
    Reply made =
        api.post(
            "/api/v1/api-keys",
            "{\"name\": \"ci\", \"role\": \"operator\", \"scope\": {\"team\": \"a\"}}",
            ROOT);
    String key = made.at("/key");
    String secret = key.substring(key.lastIndexOf('_') + 1);

    // then
    assertThat(made.status()).isEqualTo(201);
    assertThat(key).matches("kdl_ci_[0-9a-f]{64}");
    assertThat(made.at("/createdBy")).isEqualTo("root");
    assertThat(api.get("/api/v1/api-keys/ci", ROOT).body().toString()).doesNotContain(secret);
    assertThat(api.get("/api/v1/api-keys", ROOT).body().toString()).doesNotContain(secret);
    assertThat(api.cluster.history("kindling.api-keys")).noneMatch(v -> v.contains(secret));
    assertThat(api.audit.toString()).doesNotContain(secret);
    assertThat(api.get("/api/v1/me", Guarded.by(key)).body().toString())
        .isEqualTo(
            "{\"name\":\"ci\",\"by\":\"key\",\"role\":\"operator\",\"scope\":{\"team\":\"a\"}}");
  }

  @Test
  void keyShouldEndWhenItExpires() {
    // given
    String key =
        api.post(
                "/api/v1/api-keys",
                "{\"name\": \"ci\", \"role\": \"viewer\", \"expiresAt\": \"2026-11-21T11:00:00Z\"}",
                ROOT)
            .at("/key");
    assertThat(api.get("/api/v1/jobs", Guarded.by(key)).status()).isEqualTo(200);

    // when
    api.now = ApiFixture.NOW.plus(Duration.ofHours(1));
    Reply late = api.get("/api/v1/jobs", Guarded.by(key));

    // then
    assertThat(late.status()).isEqualTo(401);
    assertThat(late.at("/detail")).contains("expired, at 2026-11-21T11:00:00Z");
    assertThat(late.headers()).containsEntry("www-authenticate", "Bearer realm=\"Kindling\"");
  }

  @Test
  void rotationShouldLetTheOldSecretWorkForItsGrace() {
    // given
    String before = Guarded.key(api, "ci", "viewer", null);

    // when
    Reply rotated = api.post("/api/v1/api-keys/ci/rotate", "{\"grace\": \"PT10M\"}", ROOT);
    String after = rotated.at("/key");

    // then
    assertThat(rotated.status()).isEqualTo(200);
    assertThat(after).isNotEqualTo(before);
    assertThat(api.get("/api/v1/me", Guarded.by(before)).status()).isEqualTo(200);
    assertThat(api.get("/api/v1/me", Guarded.by(after)).status()).isEqualTo(200);
    api.now = ApiFixture.NOW.plus(Duration.ofMinutes(10));
    assertThat(api.get("/api/v1/me", Guarded.by(before)).status()).isEqualTo(401);
    assertThat(api.get("/api/v1/me", Guarded.by(after)).status()).isEqualTo(200);
  }

  @Test
  void revokedKeyShouldWorkNoMore() {
    // given
    String key = Guarded.key(api, "ci", "viewer", null);

    // when
    Reply revoked = api.delete("/api/v1/api-keys/ci", ROOT);

    // then
    assertThat(revoked.status()).isEqualTo(204);
    assertThat(api.get("/api/v1/me", Guarded.by(key)).status()).isEqualTo(401);
  }

  @Test
  void useShouldBeKeptToTheMinute() {
    // given
    String key = Guarded.key(api, "ci", "viewer", null);
    int before = api.written.size();

    // when
    api.get("/api/v1/me", Guarded.by(key));
    api.get("/api/v1/me", Guarded.by(key));

    // then
    assertThat(api.written.size() - before).isEqualTo(1);
    assertThat(api.get("/api/v1/api-keys/ci", ROOT).at("/lastUsedAt"))
        .isEqualTo(ApiFixture.NOW.toString());
  }

  @Test
  void badOrdersShouldNameEveryField() {
    // when
    Reply bad =
        api.post(
            "/api/v1/api-keys",
            "{\"name\": \"CI\", \"role\": \"boss\", \"expiresAt\": \"2020-01-01T00:00:00Z\","
                + " \"scop\": {}}",
            ROOT);

    // then
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.body().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("name", "role", "expiresAt", "scop");
    assertThat(bad.body().toString()).contains("did you mean scope?");
  }

  @Test
  void takenNameShouldConflict() {
    // given
    Guarded.key(api, "ci", "viewer", null);

    // when
    Reply second = api.post("/api/v1/api-keys", "{\"name\": \"ci\", \"role\": \"admin\"}", ROOT);

    // then
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/detail")).contains("rotate it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer nonsense",
        "Digest x",
        "Basic !!!",
        "Basic bm9jb2xvbg==",
        "Bearer kdl_root_0000000000000000000000000000000000000000000000000000000000000000",
        "Bearer eyJhbGciOiJub25lIn0.e30."
      })
  void whoShowsNothingGoodShouldStayOutside(String header) {
    // when
    Reply reply = api.get("/api/v1/jobs", "Authorization", header);

    // then
    assertThat(reply.status()).isEqualTo(401);
    AuditEntry kept = api.audit.poll();
    assertThat(kept.outcome()).isEqualTo(AuditEntry.Outcome.DENIED);
    assertThat(kept.operation()).isEqualTo("listJobs");
    assertThat(kept.who()).isEqualTo("unknown");
  }

  @Test
  void basicAuthenticationShouldTakeTheKeyAsThePassword() {
    // given
    String pair = "whoever:" + Guarded.ROOT;
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

    // when
    Reply reply = api.get("/api/v1/me", "Authorization", "Basic " + encoded);

    // then
    assertThat(reply.at("/name")).isEqualTo("root");
  }

  @Test
  void loginShouldBeTheOnlyThingThatIsOpen() {
    // when
    Reply login = api.get("/api/v1/login");

    // then
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.body().toString()).isEqualTo("{\"ways\":[\"api-key\"]}");
    assertThat(api.get("/openapi.json").status()).isEqualTo(401);
  }

  @Test
  void moreThanOnesShareShouldAnswer429() {
    // given
    String key = Guarded.key(api, "ci", "viewer", null);
    int answered = 0;

    // when the clock of the limits stands still, a share is 2,000 requests
    Reply last;
    do {
      last = api.get("/api/v1/me", Guarded.by(key));
      answered++;
    } while (last.status() == 200 && answered < 3_000);

    // then
    assertThat(answered).isEqualTo(2_001);
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.headers()).containsEntry("retry-after", "1");
    assertThat(api.get("/api/v1/me", ROOT).status()).as("somebody else").isEqualTo(200);
    api.nanos = Duration.ofSeconds(1).toNanos();
    assertThat(api.get("/api/v1/me", Guarded.by(key)).status()).isEqualTo(200);
  }

  @Test
  void writesShouldBeAudited() {
    // given
    String key = Guarded.key(api, "ci", "admin", null);
    api.audit.clear();

    // when
    api.put("/api/v1/pools/p", "{\"slots\": 1}", Guarded.by(key));
    api.put("/api/v1/pools/p", "{\"slots\": -1}", Guarded.by(key));
    api.get("/api/v1/pools/p", Guarded.by(key));

    // then
    assertThat(api.audit)
        .extracting(AuditEntry::who, AuditEntry::operation, AuditEntry::outcome, AuditEntry::status)
        .containsExactly(
            tuple("ci", "putPool", AuditEntry.Outcome.DONE, 201),
            tuple("ci", "putPool", AuditEntry.Outcome.REFUSED, 400));
  }

  @Test
  void pagesOfOthersShouldChangeNothing() {
    // when
    Reply foreign =
        api.put(
            "/api/v1/pools/p",
            "{\"slots\": 1}",
            "Authorization",
            "Bearer " + Guarded.ROOT,
            "Origin",
            "https://evil.example");

    // then
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(api.get("/api/v1/pools", ROOT).body().path("items")).isEmpty();
  }

  @Test
  void answersShouldTellBrowsersToBeStrict() {
    // when
    Reply reply = api.get("/api/v1/login");

    // then
    assertThat(reply.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cache-control", "no-store");
  }
}
