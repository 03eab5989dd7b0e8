package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.service.RunningService;
import dev.kindling.shipper.LogShipperApp;
import dev.kindling.shipper.audit.AuditedFile;
import dev.kindling.shipper.audit.TilingAudit;
import dev.kindling.shipper.index.LogRetention;
import dev.kindling.shipper.work.WorkDirectory;
import dev.kindling.stack.parts.SearchGuard;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log-shipper and an Elasticsearch that lets nobody in without TLS, a name and a right. */
class SecuredSearchIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String HEADER =
      "Launch Command: \"java\" \"-Dspark.rpc.kindling.run=0192-ab/1\" \"Main\"\n"
          + "=".repeat(40)
          + "\n\n";

  @TempDir Path folder;

  @Test
  void everyByteShouldArriveWithLeastRightsAndNothingMoreBeAllowed() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (SecuredSearch search = new SecuredSearch(folder.resolve("search"))) {
      // given
      Path work = folder.resolve("work");
      Path driver = Files.createDirectories(work.resolve("driver-20261120230559-0001"));
      Files.writeString(driver.resolve("stderr"), HEADER + "26/11/20 23:06:16 INFO A: one\n");
      SearchGuard.User stranger = new SearchGuard.User("shipper", "wrong", "none");

      // when the password is wrong
      RunningService refused = start(vertx, search.settings(stranger), work);

      // then it says so, and keeps what it has
      Deadline.await("readiness names the refusal", SOON, () -> ready(refused).contains("401"));
      assertThat(ready(refused)).contains("KINDLING_ELASTICSEARCH_PASSWORD");
      stop(refused);

      // when it is right
      RunningService service = start(vertx, search.settings(SecuredSearch.SHIPPER), work);

      // then all arrives, and the gateway's user can read it
      SearchAccess reader = search.access(SecuredSearch.GATEWAY);
      try (TilingAudit audit = new TilingAudit(reader, List.of(new WorkDirectory("w1", work)))) {
        Deadline.await(
            "every byte is in one document",
            SOON,
            () -> files(audit).stream().filter(file -> file.tiling().isExact()).count() == 1);
      }
      stop(service);

      // and neither can do what it has no need to
      String day = "/spark-logs-2026.11.20";
      assertThat(search.status(SecuredSearch.SHIPPER, "GET", day + "/_search", "")).isEqualTo(403);
      assertThat(search.status(SecuredSearch.SHIPPER, "DELETE", day, "")).isEqualTo(403);
      assertThat(search.status(SecuredSearch.SHIPPER, "PUT", day + "/_doc/1", "{}")).isEqualTo(403);
      assertThat(search.status(SecuredSearch.SHIPPER, "PUT", "/other/_create/1", "{}"))
          .isEqualTo(403);
      assertThat(search.status(SecuredSearch.GATEWAY, "PUT", day + "/_create/1", "{}"))
          .isEqualTo(403);

      // but who is to delete old indices can, once nobody writes there any more
      InstantSource inTwoDays = InstantSource.offset(InstantSource.system(), Duration.ofDays(2));
      assertThat(sweep(search, InstantSource.system())).isEmpty();
      assertThat(sweep(search, inTwoDays)).containsExactly("spark-logs-2026.11.20");
      assertThat(sweep(search, inTwoDays)).isEmpty();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static List<String> sweep(SecuredSearch search, InstantSource clock) throws IOException {
    try (LogRetention retention =
        new LogRetention(
            search.access(SecuredSearch.KEEPER), SOON, Duration.ofDays(1), ZoneOffset.UTC, clock)) {
      return retention.sweep();
    }
  }

  private RunningService start(Vertx vertx, Map<String, String> search, Path work) {
    Map<String, String> settings = new HashMap<>(search);
    settings.put("KINDLING_KAFKA_BOOTSTRAP", "127.0.0.1:1");
    settings.put("KINDLING_SHIPPER_ARCHIVE", "false");
    settings.put("KINDLING_SHIPPER_WORK_DIRS", "w1=" + work);
    settings.put("KINDLING_SHIPPER_STATE_DIR", folder.resolve("state").toString());
    return LogShipperApp.start(vertx, settings).toCompletionStage().toCompletableFuture().join();
  }

  private static void stop(RunningService service) {
    service.stop().toCompletionStage().toCompletableFuture().join();
  }

  private static String ready(RunningService service) {
    URI ready = URI.create("http://127.0.0.1:" + service.managementPort() + "/health/ready");
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
        .join()
        .body();
  }

  private static List<AuditedFile> files(TilingAudit audit) {
    try {
      return audit.files();
    } catch (IOException e) {
      return List.of(); // the index was made just now; it says 503 until its shard is there
    }
  }
}
