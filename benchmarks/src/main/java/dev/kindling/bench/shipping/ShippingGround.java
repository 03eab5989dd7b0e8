package dev.kindling.bench.shipping;

import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.parts.Elasticsearch;
import dev.kindling.stack.parts.Folders;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Elasticsearch with both compilers and room, and the shippers that were made for it. */
final class ShippingGround implements AutoCloseable {
  /** The index of the drivers of {@link KindlingShipper}, and nobody else's. */
  static final String KINDLING = "spark-logs-2026.01.15";

  /** The index of peers: the template of ours holds for it as well. */
  private static final String PEER = "spark-logs-peer";

  private static final int HEAP_MEGABYTES = 2_048;

  private final Path folder;
  private final PortBook ports = new PortBook();
  private final Elasticsearch elasticsearch;
  private final PeerPrograms programs = PeerPrograms.located();
  private final Deque<Shipper> open = new ArrayDeque<>();

  private KindlingShipper kindling;

  private ShippingGround(Path folder) {
    this.folder = folder;
    this.elasticsearch =
        new Elasticsearch(
            new Elasticsearch.Config(
                "elasticsearch",
                Bundles.locate().elasticsearchHome(),
                folder.resolve("elasticsearch"),
                folder.resolve("logs"),
                ports.choose(0),
                ports.choose(0),
                HEAP_MEGABYTES,
                Map.of(),
                List.of("-XX:TieredStopAtLevel=4"),
                Optional.empty()));
  }

  /**
   * Starts Elasticsearch.
   *
   * @param folder for data and logs
   */
  static ShippingGround start(Path folder) {
    Folders.create(folder);
    ShippingGround ground = new ShippingGround(folder.toAbsolutePath());
    try {
      ground.elasticsearch.start();
      return ground;
    } catch (RuntimeException failure) {
      ground.close();
      throw failure;
    }
  }

  URI url() {
    return elasticsearch.url();
  }

  /** Elasticsearch's process: the JVM, which the launcher has started. */
  long elasticsearchProcess() {
    return ProcessHandle.of(elasticsearch.pid())
        .orElseThrow()
        .descendants()
        .max(
            Comparator.comparing(
                process -> process.info().totalCpuDuration().orElse(Duration.ZERO)))
        .orElseThrow()
        .pid();
  }

  Path folder(String name) {
    Path one = folder.resolve(name);
    Folders.create(one);
    return one;
  }

  boolean hasPeers() {
    return programs.rsyslog().isPresent() && programs.syslogNg().isPresent();
  }

  /** Ours; one process for all that is measured with it. */
  KindlingShipper kindling() {
    if (kindling == null) {
      kindling = kindlingAt(url());
    }
    return kindling;
  }

  /**
   * Ours, another process.
   *
   * @param target what it sends to
   */
  KindlingShipper kindlingAt(URI target) {
    Path own = folder("kindling-" + target.getPort());
    return opened(
        new KindlingShipper("kindling", target, new SearchIndex(url(), KINDLING), own, ports));
  }

  /**
   * Those peers that are here.
   *
   * @param target what they send to
   * @param soon whether lines are to go soon rather than in large bulks, where there is a choice
   * @param fields what they make of a line
   */
  List<Shipper> peers(URI target, boolean soon, PeerSetup.Fields fields) {
    List<Shipper> peers = new ArrayList<>();
    PeerSetup.Place place = new PeerSetup.Place(target, PEER, folder("peer"));
    programs
        .syslogNg()
        .map(program -> PeerSetup.syslogNg(programs, program, place, fields, soon))
        .ifPresent(setup -> peers.add(peer(setup, place.folder())));
    programs
        .rsyslog()
        .map(program -> PeerSetup.rsyslog(programs, program, place, fields))
        .ifPresent(setup -> peers.add(peer(setup, place.folder())));
    return peers;
  }

  private PeerShipper peer(PeerSetup setup, Path own) {
    return opened(new PeerShipper(setup, new SearchIndex(url(), PEER), own));
  }

  private <T extends Shipper> T opened(T shipper) {
    open.push(shipper);
    return shipper;
  }

  @Override
  public void close() {
    open.forEach(Shipper::close);
    elasticsearch.close();
    ports.close();
  }
}
