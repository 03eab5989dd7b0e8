package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.ClosedLoop;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.bench.http.Connections;
import java.util.List;
import java.util.Map;

/** The limit of the rate: POSTs to the master and nothing else, each lane on its own connection. */
final class BarePost implements Contestant {
  private final SubmissionGround ground;
  private final MasterDrivers drivers;
  private final int operations;
  private final int inFlight;
  private byte[][] requests = new byte[0][];
  private Connections connections;

  BarePost(SubmissionGround ground, MasterDrivers drivers, int operations, int inFlight) {
    this.ground = ground;
    this.drivers = drivers;
    this.operations = operations;
    this.inFlight = inFlight;
  }

  @Override
  public String name() {
    return "bare POST";
  }

  @Override
  public Role role() {
    return Role.LIMIT;
  }

  @Override
  public List<Long> processes() {
    return ground.shared();
  }

  @Override
  public void prepare(int round) {
    drivers.expectNone();
    requests = new byte[operations][];
    for (int number = 0; number < operations; number++) {
      requests[number] =
          Submissions.createRequest(ground.masterUrl(), ground.jar(), round + "-" + number);
    }
    connections = new Connections(ground.masterRest(), inFlight);
  }

  @Override
  public Timings run(int round) {
    return new ClosedLoop(operations, inFlight).run(this::post);
  }

  private Passage post(int number, int lane) {
    long begin = System.nanoTime();
    Submissions.create(connections.lane(lane), requests[number]);
    return new Passage(System.nanoTime() - begin, Map.of());
  }

  @Override
  public void clear(int round) {
    int taken = drivers.active().size();
    if (taken != operations) {
      throw new BenchException("The master has " + taken + " drivers of " + operations);
    }
    drivers.clear();
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.close();
    }
  }
}
