package dev.kindling.bench.http;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** As many connections to a server as there are operations in flight, one for each lane. */
public final class Connections implements AutoCloseable {
  private final List<KeepAliveConnection> lanes;

  public Connections(URI server, int count) {
    lanes = IntStream.range(0, count).mapToObj(lane -> new KeepAliveConnection(server)).toList();
  }

  public KeepAliveConnection lane(int number) {
    return lanes.get(number);
  }

  @Override
  public void close() {
    lanes.forEach(KeepAliveConnection::close);
  }
}
