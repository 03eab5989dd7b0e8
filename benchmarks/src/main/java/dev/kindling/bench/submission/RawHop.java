package dev.kindling.bench.submission;

import dev.kindling.bench.harness.ClosedLoop;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.bench.http.Connections;
import dev.kindling.bench.http.KeepAliveConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The limit: a record through Kafka and one POST to the master for it, and nothing else. With one
 * in flight the consumer's own thread posts; with more, a thread for each.
 */
final class RawHop extends MasterContestant {
  private final int inFlight;
  private final Map<String, Flight> flights = new ConcurrentHashMap<>();
  private final BlockingQueue<KeepAliveConnection> idle = new LinkedBlockingQueue<>();
  private byte[][] requests = new byte[0][];
  private Connections connections;
  private ExecutorService posters;
  private KafkaHop hop;

  RawHop(SubmissionGround ground, MasterDrivers drivers, int operations, int inFlight) {
    super("raw hop", Role.LIMIT, ground, drivers, operations);
    this.inFlight = inFlight;
  }

  @Override
  public void prepare(int round) {
    super.prepare(round);
    flights.clear();
    requests = new byte[operations()][];
    for (int number = 0; number < operations(); number++) {
      requests[number] =
          Submissions.createRequest(ground().masterUrl(), ground().jar(), key(round, number));
    }
    connections = new Connections(ground().masterRest(), inFlight);
    idle.clear();
    for (int lane = 0; lane < inFlight; lane++) {
      idle.add(connections.lane(lane));
    }
    posters = Executors.newFixedThreadPool(inFlight);
    hop = new KafkaHop(ground().kafka(), "bench-hop-" + inFlight + "-" + round, this::received);
  }

  @Override
  public Timings run(int round) {
    return new ClosedLoop(operations(), inFlight).run((number, lane) -> submit(round, number));
  }

  private Passage submit(int round, int number) {
    String key = key(round, number);
    Flight flight = new Flight();
    flights.put(key, flight);
    long begin = System.nanoTime();
    hop.send(key, requests[number]);
    long end = Promises.await(flight.accepted, "the driver of " + key);
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("Kafka", flight.arrived - begin);
    parts.put("POST to the master", end - flight.arrived);
    return new Passage(end - begin, parts);
  }

  private void received(String key, byte[] request) {
    Flight flight = flights.get(key);
    flight.arrived = System.nanoTime();
    if (inFlight == 1) {
      post(flight, request);
    } else {
      posters.execute(() -> post(flight, request));
    }
  }

  private void post(Flight flight, byte[] request) {
    KeepAliveConnection connection = idle.remove();
    try {
      Submissions.create(connection, request);
      flight.accepted.complete(System.nanoTime());
    } catch (RuntimeException failure) {
      flight.accepted.completeExceptionally(failure);
    } finally {
      idle.add(connection);
    }
  }

  @Override
  public void close() {
    if (hop != null) {
      hop.close();
    }
    if (posters != null) {
      posters.shutdownNow();
    }
    if (connections != null) {
      connections.close();
    }
  }

  private static String key(int round, int number) {
    return String.format("00000000-0000-4000-8000-%06d%06d", round, number);
  }

  private static final class Flight {
    private final CompletableFuture<Long> accepted = new CompletableFuture<>();
    private volatile long arrived;
  }
}
