package dev.kindling.shipper.audit;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.config.Settings;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.parse.LaunchHeader;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.shipper.document.LogFamily;
import dev.kindling.shipper.header.HeaderFile;
import dev.kindling.shipper.index.SearchClient;
import dev.kindling.shipper.roll.RolledFile;
import dev.kindling.shipper.work.LogDirectory;
import dev.kindling.shipper.work.ProcessLog;
import dev.kindling.shipper.work.Troubles;
import dev.kindling.shipper.work.WorkDirectory;
import dev.kindling.shipper.work.WorkDirectoryScanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Proves for the log files on this machine that every byte is in exactly one document. For
 * operators and for the system tests; reads only. Blocks; one thread.
 */
public final class TilingAudit implements AutoCloseable {
  private static final int PAGE = 5_000;
  private static final Duration ANSWER_BOUND = Duration.ofSeconds(60);

  private final RestClientTransport transport;
  private final ElasticsearchClient client;
  private final List<WorkDirectory> works;

  /**
   * @param elasticsearch where the documents are
   * @param works the work directories as the shipper has them
   */
  public TilingAudit(SearchAccess elasticsearch, List<WorkDirectory> works) {
    this.transport =
        new RestClientTransport(
            SearchClient.of(elasticsearch, ANSWER_BOUND), new JacksonJsonpMapper());
    this.client = new ElasticsearchClient(transport);
    this.works = List.copyOf(works);
  }

  /**
   * {@code TilingAudit <elasticsearch> <worker=path>…}: prints each file; exits 1 if one is wrong.
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: TilingAudit <elasticsearch url> <worker=work directory>…");
      System.exit(2);
    }
    List<WorkDirectory> works =
        Arrays.stream(args)
            .skip(1)
            .map(pair -> pair.split("=", 2))
            .map(pair -> new WorkDirectory(pair[0], Path.of(pair[1]).toAbsolutePath()))
            .toList();
    boolean exact = true;
    try (TilingAudit audit = new TilingAudit(access(args[0]), works)) {
      for (AuditedFile file : audit.files()) {
        System.out.println(file);
        exact &= file.tiling().isExact();
      }
    }
    System.exit(exact ? 0 : 1);
  }

  /** The shipper's own settings say how to come in. */
  private static SearchAccess access(String url) {
    Map<String, String> settings = new HashMap<>(System.getenv());
    settings
        .keySet()
        .removeIf(
            key ->
                !key.startsWith("KINDLING_ELASTICSEARCH_") && !key.startsWith("KINDLING_SECRET"));
    settings.put("KINDLING_ELASTICSEARCH_URL", url);
    return Settings.read(settings, given -> SearchAccess.from(given, SecretStore.from(given)));
  }

  /** Audits the log files of all runs. */
  public List<AuditedFile> files() throws IOException {
    return audit(Optional.empty());
  }

  /** Audits the log files of one run. */
  public List<AuditedFile> filesOf(String runId) throws IOException {
    return audit(Optional.of(runId));
  }

  private List<AuditedFile> audit(Optional<String> runId) throws IOException {
    refresh();
    List<AuditedFile> audited = new ArrayList<>();
    for (WorkDirectory work : works) {
      for (LogDirectory directory : directoriesOf(work)) {
        if (isWanted(directory, runId)) {
          for (IoStream iostream : IoStream.values()) {
            auditFile(new ProcessLog(directory, iostream).path(), audited);
          }
        }
      }
    }
    return audited;
  }

  /** Who may only read has to wait until the index refreshes itself. */
  private void refresh() throws IOException {
    try {
      client
          .indices()
          .refresh(request -> request.index(LogFamily.aliases()).ignoreUnavailable(true));
    } catch (ElasticsearchException e) {
      if (e.status() != 403) {
        throw e;
      }
    }
  }

  /** An audit that saw only a part must not say that all is well: the first trouble ends it. */
  private static List<LogDirectory> directoriesOf(WorkDirectory work) throws IOException {
    List<String> unreadable = new ArrayList<>();
    List<LogDirectory> found =
        new WorkDirectoryScanner(work, new Troubles(unreadable::add)).scan(0).found();
    if (!unreadable.isEmpty()) {
      throw new IOException(String.join("; ", unreadable));
    }
    return found;
  }

  private static boolean isWanted(LogDirectory directory, Optional<String> runId)
      throws IOException {
    HeaderFile.Look look = HeaderFile.first(new ProcessLog(directory, IoStream.STDERR).path());
    if (look.state() != HeaderFile.State.COMPLETE) {
      return false;
    }
    Optional<RunTag> tag = LaunchHeader.tagOf(look.line());
    return tag.isPresent() && (runId.isEmpty() || runId.get().equals(tag.get().runId()));
  }

  private void auditFile(Path file, List<AuditedFile> audited) throws IOException {
    long size = 0;
    List<RolledFile> rolled = RolledFile.of(file);
    for (RolledFile one : rolled) {
      size += one.compressed() ? uncompressed(one.path()) : one.size();
    }
    boolean exists = Files.exists(file);
    if (exists || !rolled.isEmpty()) {
      size += exists ? Files.size(file) : 0;
      audited.add(new AuditedFile(file, Tiling.of(ranges(file), size)));
    }
  }

  private static long uncompressed(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /**
   * The places of a log's documents, whether its files are there or not.
   *
   * @param file the active file as the shipper names it
   */
  public List<ByteRange> ranges(Path file) throws IOException {
    List<ByteRange> ranges = new ArrayList<>();
    List<FieldValue> after = List.of();
    while (true) {
      List<Hit<ObjectNode>> hits = page(file, after);
      for (Hit<ObjectNode> hit : hits) {
        ObjectNode source = hit.source();
        long offset = source.path("log").path("offset").asLong(-1);
        ranges.add(new ByteRange(offset, source.path("event").path("length").asLong(-1)));
      }
      if (hits.size() < PAGE) {
        return ranges;
      }
      after = hits.get(hits.size() - 1).sort();
    }
  }

  /** Sorted by all that can differ, so that two documents of one place are both seen. */
  private List<Hit<ObjectNode>> page(Path file, List<FieldValue> after) throws IOException {
    SearchRequest.Builder request =
        new SearchRequest.Builder()
            .index(LogFamily.aliases())
            .ignoreUnavailable(true)
            .allowNoIndices(true)
            .size(PAGE)
            .trackTotalHits(track -> track.enabled(false))
            .query(q -> q.term(t -> t.field("log.file.path").value(file.toString())))
            .source(s -> s.filter(f -> f.includes("log.offset", "event.length")))
            .sort(
                List.of(
                    ascending("log.offset"),
                    ascending("event.length"),
                    ascending("event.created")));
    if (!after.isEmpty()) {
      request.searchAfter(after);
    }
    return client.search(request.build(), ObjectNode.class).hits().hits();
  }

  private static SortOptions ascending(String field) {
    return SortOptions.of(sort -> sort.field(f -> f.field(field).order(SortOrder.Asc)));
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
