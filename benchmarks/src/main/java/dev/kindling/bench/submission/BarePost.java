package dev.kindling.bench.submission;

import dev.kindling.bench.harness.ClosedLoop;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.bench.http.Connections;
import java.util.Map;

/** The limit of the rate: POSTs to the master and nothing else, each lane on its own connection. */
final class BarePost extends MasterContestant {
  private final int inFlight;
  private byte[][] requests = new byte[0][];
  private Connections connections;

  BarePost(SubmissionGround ground, MasterDrivers drivers, int operations, int inFlight) {
    super("bare POST", Role.LIMIT, ground, drivers, operations);
    this.inFlight = inFlight;
  }

  @Override
  public void prepare(int round) {
    super.prepare(round);
    requests = new byte[operations()][];
    for (int number = 0; number < operations(); number++) {
      requests[number] =
          Submissions.createRequest(ground().masterUrl(), ground().jar(), round + "-" + number);
    }
    connections = new Connections(ground().masterRest(), inFlight);
  }

  @Override
  public Timings run(int round) {
    return new ClosedLoop(operations(), inFlight).run(this::post);
  }

  private Passage post(int number, int lane) {
    long begin = System.nanoTime();
    Submissions.create(connections.lane(lane), requests[number]);
    return new Passage(System.nanoTime() - begin, Map.of());
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.close();
    }
  }
}
