package dev.kindling.bench.door;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * A server that answers one and the same request.
 *
 * @param name as it stands in reports
 * @param target the request
 * @param status that each answer must have
 * @param processes the one that answers, then those that it needs
 */
record Requests(
    Vertx vertx,
    DoorPlan plan,
    String name,
    Role role,
    RequestText target,
    int status,
    List<Long> processes)
    implements Contestant {
  @Override
  public void prepare(int round) {}

  @Override
  public Timings run(int round) {
    return new Volley(vertx, target, status, plan.connections(), plan.operations()).run();
  }

  @Override
  public void clear(int round) {}

  @Override
  public void close() {}
}
