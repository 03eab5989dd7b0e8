package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsApiTest {
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = Guarded.open();
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private static Run run(String id, String team, long version, RunState state) {
    JobDefinition job =
        new JobDefinition(
            "wc",
            1,
            new JobSpec(null, null, Map.of("team", team), null, null, null, null, null, null),
            Runs.BEGIN,
            "x");
    return Runs.run(id, job, version, state);
  }

  @Test
  void streamOfARunShouldTellWhatItIsAndBecomesAndEnd() throws Exception {
    // given
    api.runs.apply("r1", run("r1", "a", 1, RunState.QUEUED));

    // when
    try (Reader reader = read("/api/v1/runs/r1/events")) {
      assertThat(reader.next().state()).isEqualTo("QUEUED");
      api.runs.apply("r1", run("r1", "a", 2, RunState.RUNNING));
      assertThat(reader.next().state()).isEqualTo("RUNNING");
      api.runs.apply("other", run("other", "a", 9, RunState.RUNNING));
      api.runs.apply("r1", run("r1", "a", 3, RunState.SUCCEEDED));
      Event last = reader.next();

      // then
      assertThat(last.state()).isEqualTo("SUCCEEDED");
      assertThat(last.id()).isEqualTo("3@2026-11-21T10:00:03Z");
      assertThat(reader.next()).as("the end").isNull();
    }
  }

  @Test
  void readerThatComesBackShouldHearOnlyWhatIsNewer() throws Exception {
    // given
    api.runs.apply("r1", run("r1", "a", 2, RunState.RUNNING));

    // when, then
    try (Reader reader =
        read("/api/v1/runs/r1/events", "Last-Event-ID", "2@2026-11-21T10:00:02Z")) {
      api.runs.apply("r1", run("r1", "a", 3, RunState.FAILED));
      assertThat(reader.next().state()).isEqualTo("FAILED");
    }
    Reply again = get("/api/v1/runs/r1/events", "Last-Event-ID", "3@2026-11-21T10:00:03Z");
    assertThat(again.status()).as("a browser stops at 204").isEqualTo(204);
    Reply bad = get("/api/v1/runs/r1/events", "Last-Event-ID", "x");
    assertThat(bad.status()).isEqualTo(400);
  }

  @Test
  void streamOfAllShouldTellWhatIsInScopeAndWhatWasMissed() throws Exception {
    // given
    String key = Guarded.key(api, "a", "viewer", "{\"team\": \"a\"}");
    api.runs.apply("old", run("old", "a", 1, RunState.RUNNING));
    api.runs.apply("missed", run("missed", "a", 100, RunState.RUNNING));
    api.runs.apply("hidden", run("hidden", "b", 101, RunState.RUNNING));

    // when
    try (Reader reader =
        read(
            "/api/v1/runs/stream",
            "Authorization",
            "Bearer " + key,
            "Last-Event-ID",
            "7@2026-11-21T10:01:00Z")) {
      Event missed = reader.next();
      api.runs.apply("hidden", run("hidden", "b", 102, RunState.FAILED));
      api.runs.apply("new", run("new", "a", 103, RunState.QUEUED));
      Event next = reader.next();

      // then
      assertThat(missed.data().path("id").asText()).isEqualTo("missed");
      assertThat(next.data().path("id").asText()).isEqualTo("new");
    }
  }

  @Test
  void slowReaderShouldGetTheLatestAndNotAll() throws Exception {
    // given a reader that does not read
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setReceiveBufferSize(4_096);
      String head =
          "GET /api/v1/runs/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
              + Guarded.ROOT
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      awaitStreams(1);

      // when
      int changes = 50_000;
      for (int version = 1; version <= changes; version++) {
        api.runs.apply("r1", run("r1", "a", version, RunState.RUNNING));
      }

      // then: what is in the buffers of both is read at once, and not a window at a time
      socket.setReceiveBufferSize(1 << 20);
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      socket.setSoTimeout(20_000);
      int told = 0;
      String line;
      do {
        line = lines.readLine();
        told += line.startsWith("id: ") ? 1 : 0;
      } while (!line.startsWith("id: " + changes + "@"));
      assertThat(told).isLessThan(changes / 2);
    }
  }

  @Test
  void stopShouldEndStreamsAtOnce() throws Exception {
    // given
    api.runs.apply("r1", run("r1", "a", 1, RunState.RUNNING));
    try (Reader reader = read("/api/v1/runs/r1/events")) {
      reader.next();
      long begin = System.nanoTime();

      // when
      ApiFixture.await(api.stopServer());

      // then
      assertThat(reader.next()).isNull();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void streamsThatAreLeftShouldBeForgotten() throws Exception {
    // given
    api.runs.apply("r1", run("r1", "a", 1, RunState.RUNNING));

    // when
    try (Reader reader = read("/api/v1/runs/r1/events")) {
      reader.next();
      awaitStreams(1);
    }

    // then
    awaitStreams(0);
  }

  @Test
  void startShouldWaitForTheEndIfAsked() throws Exception {
    // given
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB, Guarded.by(Guarded.ROOT));
    HttpRequest request =
        api.request(
            "POST",
            "/api/v1/jobs/wc/runs?wait=true&timeout=PT20S",
            "{\"parameters\": {\"input\": \"x\"}}",
            Guarded.by(Guarded.ROOT));

    // when
    CompletableFuture<HttpResponse<String>> asked = api.sendAsync(request);
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (api.sent.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    String id = api.sent.remove().request().runId();
    api.runs.apply(id, run(id, "a", 2, RunState.RUNNING));
    assertThat(asked).isNotDone();
    api.runs.apply(id, run(id, "a", 3, RunState.SUCCEEDED));

    // then
    HttpResponse<String> answer = asked.get(10, TimeUnit.SECONDS);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("SUCCEEDED");
  }

  @Test
  void waitShouldGiveUpAfterItsTime() {
    // given
    api.runs.apply("r1", run("r1", "a", 1, RunState.RUNNING));

    // when
    Reply late = get("/api/v1/runs/r1?wait=true&timeout=PT1S");
    Reply tooLong = get("/api/v1/runs/r1?wait=true&timeout=PT1H");

    // then
    assertThat(late.status()).isEqualTo(200);
    assertThat(late.at("/state")).isEqualTo("RUNNING");
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.at("/errors/0/field")).isEqualTo("timeout");
  }

  private Reply get(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(Guarded.by(Guarded.ROOT)));
    return api.get(path, all.toArray(String[]::new));
  }

  private void awaitStreams(int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (api.meters.get("kindling.gateway.streams").gauge().value() != count) {
      assertThat(System.nanoTime()).as("streams become " + count).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private record Event(String id, JsonNode data) {
    String state() {
      return data.path("state").asText();
    }
  }

  private Reader read(String path, String... headers) throws Exception {
    HttpRequest request =
        api.request(
            "GET",
            path,
            null,
            List.of(headers).contains("Authorization")
                ? headers
                : with(headers, Guarded.by(Guarded.ROOT)));
    return new Reader(request);
  }

  private static String[] with(String[] some, String[] more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Reads server-sent events as a client does. */
  private static final class Reader implements AutoCloseable {
    private final BufferedReader lines;

    Reader(HttpRequest request) throws Exception {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("text/event-stream; charset=utf-8");
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Null at the end. */
    Event next() throws IOException {
      String id = null;
      JsonNode data = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && data != null) {
          return new Event(id, data);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = Json.read(line.substring(6), JsonNode.class);
        }
      }
      return null;
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
