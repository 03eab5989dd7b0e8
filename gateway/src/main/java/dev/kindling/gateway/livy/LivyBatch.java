package dev.kindling.gateway.livy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kindling.gateway.run.RunPlaces;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.util.List;

/** A run with the names of Livy's fields and states. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record LivyBatch(
    int id,
    String name,
    String owner,
    String proxyUser,
    String state,
    String appId,
    AppInfo appInfo,
    List<String> log) {
  /**
   * Where to look.
   *
   * @param driverLogUrl a path of this gateway
   * @param sparkUiUrl the application at the master; null before there is one, or if nobody told us
   *     where the master is
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record AppInfo(String driverLogUrl, String sparkUiUrl) {}

  static LivyBatch of(int id, Run run, RunPlaces places) {
    return new LivyBatch(
        id,
        run.job().spec().spark().properties().get("spark.app.name"),
        run.origin().by(),
        null,
        state(run.state()),
        run.lastAttempt().map(Attempt::appId).orElse(null),
        new AppInfo(
            "/api/v1/runs/" + run.id() + "/logs/download",
            run.lastAttempt().map(attempt -> places.sparkUi(attempt).orElse(null)).orElse(null)),
        List.of(run.reason()));
  }

  /** Livy's word for it (its SessionState). */
  static String state(RunState state) {
    return switch (state) {
      case REQUESTED, QUEUED, LAUNCHING, SUBMITTED, RETRY_WAIT -> "starting";
      case RUNNING -> "running";
      case CANCELLING -> "shutting_down";
      case SUCCEEDED -> "success";
      case CANCELLED, SKIPPED -> "killed";
      case FAILED, LOST, TIMED_OUT -> "dead";
    };
  }
}
