package dev.kindling.agent.testing;

import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.ExecutorSeen;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseRequest;
import java.util.List;

/** Requests with every field set. */
public final class Requests {
  public static final String RUN_ID = "0197b3c4-1111-7222-8333-444455556666";
  public static final LeaseRequest ATTEMPT = new LeaseRequest(RUN_ID, 2, "t0ken", null);
  public static final List<ExecutorSeen> EXECUTORS =
      List.of(new ExecutorSeen("0", "höst", "höst:8081"), new ExecutorSeen("1", "b", null));
  public static final LeaseRequest LEASE =
      new LeaseRequest(RUN_ID, 2, "t0ken", "app-20261121000000-0001", EXECUTORS);
  public static final ClaimRequest CLAIM =
      new ClaimRequest(RUN_ID, 2, "t0ken", "driver-20261121000000-0001", "höst", 4711);
  public static final FinalReport REPORT =
      new FinalReport(
          RUN_ID,
          2,
          "t0ken",
          1,
          "java.lang.IllegalStateException",
          "outer\n\"quoted\" ünd \u0007",
          "java.io.IOException",
          "disk \uD83D\uDD25",
          "app-20261121000000-0001",
          EXECUTORS);

  private Requests() {}
}
