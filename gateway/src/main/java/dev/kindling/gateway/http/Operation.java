package dev.kindling.gateway.http;

import io.vertx.core.Future;

/**
 * Serves one operation of the contract. Called on the event loop of the request; must not block. It
 * may throw or fail with a {@link dev.kindling.gateway.problem.ProblemException}; anything else is
 * answered as an internal error.
 */
@FunctionalInterface
public interface Operation {
  Future<Answer> answer(Call call);
}
