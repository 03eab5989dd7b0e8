package dev.kindling.gateway.access;

import io.vertx.core.Future;
import java.util.List;

/**
 * Makes sure who asks. Called on the request's event loop; completes there.
 *
 * <p>Fails with the problem 401 where nobody whom we know asks, 503 where it cannot be known now.
 */
public interface Door {
  Future<Caller> admit(Credentials credentials);

  /** How one may say who asks, as {@code GET /api/v1/login} tells it. */
  List<String> ways();
}
