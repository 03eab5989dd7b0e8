package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.search.SearchAccess;
import dev.kindling.shipper.audit.AuditedFile;
import dev.kindling.shipper.audit.TilingAudit;
import dev.kindling.shipper.work.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The logs of runs as they are in Elasticsearch, against the files that Spark wrote. */
final class ShippedLogs implements AutoCloseable {
  private static final Duration SHIPPED = Duration.ofSeconds(60);

  private final URI elasticsearch;
  private final TilingAudit audit;

  ShippedLogs(WholeSystem.Running system) {
    elasticsearch = system.stack().elasticsearch().url();
    List<WorkDirectory> works =
        system.stack().workers().stream()
            .map(worker -> new WorkDirectory(worker.name(), worker.workDirectory()))
            .toList();
    audit = new TilingAudit(SearchAccess.open(elasticsearch), works);
  }

  /** Waits until every byte of a run's log files is in exactly one document. */
  List<AuditedFile> exact(String runId, String hint) {
    List<AuditedFile> own = new ArrayList<>();
    Deadline.poll(
        SHIPPED,
        () -> {
          own.clear();
          own.addAll(files(runId));
          return own.stream().allMatch(file -> file.tiling().isExact());
        });
    assertThat(own).as(hint + " log files of " + runId).isNotEmpty();
    assertThat(own).as(hint).allMatch(file -> file.tiling().isExact());
    return own;
  }

  /** How many documents a query in Lucene's words finds. */
  int count(String query) {
    String words = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return new Api(() -> elasticsearch)
        .get("/spark-logs/_count?q=" + words)
        .expect(200)
        .body()
        .path("count")
        .asInt();
  }

  private List<AuditedFile> files(String runId) {
    try {
      return audit.filesOf(runId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    audit.close();
  }
}
