package dev.kindling.gateway.run;

import dev.kindling.gateway.http.TraceId;
import dev.kindling.kit.config.Settings;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Run;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a person sees more of an attempt, in the web pages of others.
 *
 * @param sparkMaster the web UI of the master; it links to the application's own while that runs
 * @param history Spark's history server
 * @param kibana that has the data view {@code spark-logs}
 * @param jaeger or what has its path {@code /trace/ID}
 */
public record RunPlaces(
    Optional<URI> sparkMaster, Optional<URI> history, Optional<URI> kibana, Optional<URI> jaeger) {
  static final RunPlaces NONE =
      new RunPlaces(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Where an attempt is shown; each is null where there is no such place, or nothing there yet.
   *
   * @param sparkUi the application at the master
   * @param history the application at the history server, once it has ended
   * @param kibana its log lines
   * @param trace of the run
   */
  public record Links(String sparkUi, String history, String kibana, String trace) {}

  /** Reads them. */
  public static RunPlaces from(Settings settings, Optional<URI> sparkMaster) {
    return new RunPlaces(
        sparkMaster,
        place(settings, "KINDLING_SPARK_HISTORY_URL"),
        place(settings, "KINDLING_KIBANA_URL"),
        place(settings, "KINDLING_JAEGER_URL"));
  }

  private static Optional<URI> place(Settings settings, String key) {
    return Optional.ofNullable(settings.url(key, (URI) null));
  }

  /** Of one attempt; null if there is no place at all. */
  Links of(Run run, Attempt attempt) {
    Optional<String> app = Optional.ofNullable(attempt.appId());
    Links links =
        new Links(
            sparkUi(attempt).orElse(null),
            link(
                history,
                app.filter(id -> attempt.endedAt() != null).map(id -> "/history/" + id + "/")),
            link(kibana, Optional.of(discover(run, attempt))),
            link(
                jaeger,
                Optional.ofNullable(TraceId.of(run.traceparent())).map(id -> "/trace/" + id)));
    return links.equals(new Links(null, null, null, null)) ? null : links;
  }

  /** The application of an attempt at the master. */
  public Optional<String> sparkUi(Attempt attempt) {
    return Optional.ofNullable(
        link(sparkMaster, Optional.ofNullable(attempt.appId()).map(id -> "/app/?appId=" + id)));
  }

  private static String link(Optional<URI> place, Optional<String> path) {
    return place.isPresent() && path.isPresent()
        ? place.get().toString().replaceFirst("/+$", "") + path.get()
        : null;
  }

  /** Kibana's Discover, whose state is in Rison behind the hash. */
  private static String discover(Run run, Attempt attempt) {
    Instant end = attempt.endedAt();
    String query = "run.id:\"" + run.id() + "\" and run.attempt:" + attempt.number();
    return "/app/discover#/?_g=(time:(from:'"
        + attempt.createdAt()
        + "',to:'"
        // The last lines may be stamped after the end that we know of.
        + (end == null ? "now" : end.plusSeconds(60))
        + "'))&_a=(dataSource:(dataViewId:spark-logs,type:dataView),query:(language:kuery,query:'"
        + URLEncoder.encode(query, StandardCharsets.UTF_8).replace("+", "%20")
        + "'))";
  }
}
