package dev.kindling.gateway.spark;

import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;

/** Serves the Spark cluster that the runs go to. */
public final class SparkHandlers {
  private final SparkMasters masters;

  public SparkHandlers(SparkMasters masters) {
    this.masters = masters;
  }

  /** How it stands with it now. That no master answers is an answer. */
  public Future<Answer> cluster(Call call) {
    new Query(call).end();
    if (!masters.areKnown()) {
      throw Problems.unavailable(
          "Nobody told this gateway where the masters are: set KINDLING_SPARK_UI.", null);
    }
    return masters.look().map(ClusterDocument::of).map(Answer::ok);
  }
}
