package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.run.Runs;
import dev.kindling.kit.eventfile.EventFile;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArtifactsApiTest {
  private static final String CONTENT = "as good as a jar";

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
  void sameContentShouldBeTheSameArtifact() throws Exception {
    // when
    Reply first = upload("etl.jar", CONTENT);
    Reply second = upload("copy.jar", CONTENT);

    // then
    String digest = HexFormat.of().formatHex(sha256(CONTENT));
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.at("/reference")).isEqualTo("artifact:" + digest + "/etl.jar");
    assertThat(first.headers()).containsEntry("location", "/api/v1/artifacts/" + digest);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.at("/reference")).isEqualTo("artifact:" + digest + "/copy.jar");
    assertThat(api.get("/api/v1/artifacts").body().path("items")).hasSize(1);
    assertThat(api.get("/api/v1/artifacts/" + digest + "/content").text()).isEqualTo(CONTENT);
  }

  @Test
  void damagedUploadShouldBeRefusedAndLeaveNothing() throws Exception {
    // given
    String promised = "sha-256=:" + Base64.getEncoder().encodeToString(sha256(CONTENT)) + ":";

    // when
    Reply damaged = upload("etl.jar", "as good as a jam", "Content-Digest", promised);
    Reply whole = upload("etl.jar", CONTENT, "Content-Digest", promised);

    // then
    assertThat(damaged.status()).isEqualTo(400);
    assertThat(damaged.at("/errors/0/message")).contains("damaged on its way");
    assertThat(whole.status()).isEqualTo(201);
    assertThat(api.get("/api/v1/artifacts").body().path("items")).hasSize(1);
  }

  @Test
  void uploadsShouldBeLimited() {
    // when
    Reply large = upload("etl.jar", "x".repeat(1_000_001));
    Reply unnamed = upload("..%2Fetl.jar", CONTENT);

    // then
    assertThat(large.status()).isEqualTo(413);
    assertThat(unnamed.status()).isEqualTo(400);
    assertThat(unnamed.at("/errors/0/field")).isEqualTo("file");
    assertThat(api.get("/api/v1/artifacts").body().path("items")).isEmpty();
  }

  @Test
  void sparkShouldFetchBySignedLinks() {
    // given
    ArtifactRef etl = ArtifactRef.of(upload("etl.jar", CONTENT).at("/reference")).orElseThrow();
    String link = ApiFixture.LINKS.link(etl, ApiFixture.NOW.plusSeconds(60));

    // when
    Reply whole = api.get(link);
    Reply part = api.get(link, "Range", "bytes=3-6");
    Reply tail = api.get(link, "Range", "bytes=-3");
    Reply beyond = api.get(link, "Range", "bytes=99-");

    // then
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(CONTENT);
    assertThat(whole.headers()).containsEntry("content-length", "16");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("good");
    assertThat(part.headers()).containsEntry("content-range", "bytes 3-6/16");
    assertThat(tail.text()).isEqualTo("jar");
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.at("/detail")).isEqualTo("It has 16 bytes.");
  }

  @Test
  void linkShouldGiveAllPiecesOfAFileOfEventsThatASchedulerHasWritten() {
    // given: a file in two pieces, among records of others and one whose end is missing
    EventFile file = EventFile.of(lines("a", 1_000), ApiFixture.NOW).orElseThrow();
    Instant before = ApiFixture.NOW.minus(Duration.ofMinutes(5));
    EventFile other = EventFile.of(lines("b", 1_000), before).orElseThrow();
    List<ProducerRecord<String, byte[]>> pieces = file.records();
    List<ConsumerRecord<String, byte[]>> topic =
        consumed(
            List.of(
                other.records().get(0),
                pieces.get(0),
                other.records().get(0),
                pieces.get(0),
                pieces.get(1)));
    api.recent = name -> name.equals("kindling.event-files") ? topic : List.of();

    // when
    Reply whole = api.get(ApiFixture.LINKS.link(file.ref(), ApiFixture.NOW.plusSeconds(60)));
    Reply cut = api.get(ApiFixture.LINKS.link(other.ref(), ApiFixture.NOW.plusSeconds(60)));

    // then
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.headers())
        .containsEntry("content-length", Integer.toString(file.size()))
        .containsEntry("content-type", "application/x-ndjson");
    assertThat(whole.text().lines()).hasSize(1_000).allMatch(line -> line.startsWith("\"aa"));
    assertThat(cut.status()).isEqualTo(404);
    assertThat(cut.at("/detail"))
        .isEqualTo("The file of events is not there: they are kept for 7 days.");
  }

  @Test
  void linkShouldWaitForAFileOfEventsThatCannotBeReadYet() {
    // given: a transaction before it is still open
    EventFile file = EventFile.of(lines("a", 3), ApiFixture.NOW).orElseThrow();
    AtomicInteger looks = new AtomicInteger();
    api.recent = topic -> looks.incrementAndGet() < 3 ? List.of() : consumed(file.records());

    // when
    Reply reply = api.get(ApiFixture.LINKS.link(file.ref(), ApiFixture.NOW.plusSeconds(60)));

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text().lines()).hasSize(3);
    assertThat(looks.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void uploadedFileShouldBeFetchedWhateverItIsCalled() {
    for (String name : List.of("events-2024.ndjson", "events-1768464000123.ndjson")) {
      ArtifactRef file = ArtifactRef.of(upload(name, name).at("/reference")).orElseThrow();
      Reply reply = api.get(ApiFixture.LINKS.link(file, ApiFixture.NOW.plusSeconds(60)));
      assertThat(reply.text()).isEqualTo(name);
    }
  }

  private static ArrayNode lines(String letter, int count) {
    ArrayNode lines = Json.mapper().createArrayNode();
    for (int i = 0; i < count; i++) {
      lines.add(letter.repeat(1_000));
    }
    return lines;
  }

  private static List<ConsumerRecord<String, byte[]>> consumed(
      List<ProducerRecord<String, byte[]>> written) {
    List<ConsumerRecord<String, byte[]>> consumed = new ArrayList<>();
    for (ProducerRecord<String, byte[]> record : written) {
      consumed.add(
          new ConsumerRecord<>(
              record.topic(),
              0,
              consumed.size(),
              record.timestamp(),
              TimestampType.CREATE_TIME,
              0,
              0,
              record.key(),
              record.value(),
              record.headers(),
              Optional.empty()));
    }
    return consumed;
  }

  @Test
  void linksShouldEndAndNotBeForged() {
    // given
    ArtifactRef etl = ArtifactRef.of(upload("etl.jar", CONTENT).at("/reference")).orElseThrow();
    upload("other.jar", "other");
    String link = ApiFixture.LINKS.link(etl, ApiFixture.NOW.plusSeconds(60));

    // then
    assertThat(api.get(link.replace("etl.jar", "oth.jar")).status()).isEqualTo(403);
    assertThat(api.get(link.replace("/artifacts/", "/artifacts/9")).status()).isEqualTo(403);
    assertThat(api.get(link.replaceFirst("/[0-9a-f]{64}/", "/0/")).status()).isEqualTo(403);
    api.now = ApiFixture.NOW.plusSeconds(60);
    assertThat(api.get(link).status()).isEqualTo(403);
  }

  @Test
  void artifactInUseShouldStay() {
    // given
    Reply uploaded = upload("etl.jar", CONTENT);
    String digest = uploaded.at("/digest");
    api.put(
        "/api/v1/jobs/etl",
        DefinitionsApiTest.JOB.replace("file:///jobs.jar", uploaded.at("/reference")));

    // when
    Reply used = api.delete("/api/v1/artifacts/" + digest);
    api.delete("/api/v1/jobs/etl");
    SparkSpec spark =
        new SparkSpec("a.B", uploaded.at("/reference"), List.of(), Map.of(), Map.of());
    JobDefinition before =
        new JobDefinition(
            "etl",
            1,
            new JobSpec(null, null, null, spark, null, null, null, null, null),
            Runs.BEGIN,
            "x");
    api.runs.apply("r1", Runs.run("r1", before, 1, RunState.RUNNING));
    Reply running = api.delete("/api/v1/artifacts/" + digest);
    api.runs.apply("r1", Runs.run("r1", before, 1, RunState.SUCCEEDED));
    Reply free = api.delete("/api/v1/artifacts/" + digest);

    // then
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.at("/detail")).contains("job etl");
    assertThat(running.status()).isEqualTo(409);
    assertThat(free.status()).isEqualTo(204);
    assertThat(api.get("/api/v1/artifacts/" + digest).status()).isEqualTo(404);
  }

  @Test
  void collectionShouldTakeWhatNothingHasUsedForAWhile() {
    // given
    Reply uploaded = upload("etl.jar", CONTENT);
    upload("free.jar", "free");
    api.put(
        "/api/v1/jobs/etl",
        DefinitionsApiTest.JOB.replace("file:///jobs.jar", uploaded.at("/reference")));

    // when
    Reply early = api.post("/api/v1/artifact-collections", null);
    api.now = ApiFixture.NOW.plus(Duration.ofDays(8));
    upload("new.jar", "new");
    Reply shown = api.post("/api/v1/artifact-collections?dryRun=true", null);
    Reply collected = api.post("/api/v1/artifact-collections", null);

    // then
    assertThat(early.body().path("items")).isEmpty();
    assertThat(shown.body()).isEqualTo(collected.body());
    assertThat(collected.body().path("items").findValuesAsText("file")).containsExactly("free.jar");
    assertThat(api.get("/api/v1/artifacts").body().path("items").findValuesAsText("file"))
        .containsExactlyInAnyOrder("etl.jar", "new.jar");
  }

  @Test
  void jobShouldNameArtifactsInTheirForm() {
    // when
    Reply reply =
        api.put(
            "/api/v1/jobs/etl",
            DefinitionsApiTest.JOB.replace("file:///jobs.jar", "artifact:etl.jar"));

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errors/0/field")).isEqualTo("spark/appResource");
    assertThat(reply.at("/errors/0/message")).contains("as the answer to its upload says");
  }

  private Reply upload(String file, String content, String... headers) {
    return api.send(api.request("POST", "/api/v1/artifacts?file=" + file, content, headers));
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
