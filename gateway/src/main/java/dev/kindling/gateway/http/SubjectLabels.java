package dev.kindling.gateway.http;

import dev.kindling.gateway.access.Subject;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Knows to which job that belongs which a call is about. Called on the request's event loop. */
@FunctionalInterface
public interface SubjectLabels {
  /**
   * The labels of that job.
   *
   * @return empty if there is no such thing; no labels where it belongs to no job that there is
   */
  Future<Optional<Map<String, String>>> of(Subject subject, Call call);
}
