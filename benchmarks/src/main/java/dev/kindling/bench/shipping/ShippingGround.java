package dev.kindling.bench.shipping;

import dev.kindling.stack.bundle.Bundles;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.parts.Elasticsearch;
import dev.kindling.stack.parts.Folders;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Elasticsearch with both compilers and room, and the shippers that were made for it. */
final class ShippingGround implements AutoCloseable {
  private static final int HEAP_MEGABYTES = 2_048;

  private final Path folder;
  private final PortBook ports = new PortBook();
  private final Elasticsearch elasticsearch;
  private final PeerPrograms programs = PeerPrograms.located();
  private final Deque<Shipper> open = new ArrayDeque<>();

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

  PeerPrograms programs() {
    return programs;
  }

  Path folder(String name) {
    Path one = folder.resolve(name);
    Folders.create(one);
    return one;
  }

  /**
   * Ours.
   *
   * @param name of its folder
   * @param target what it sends to
   */
  KindlingShipper kindling(String name, URI target) {
    return opened(
        new KindlingShipper(
            name, target, new SearchIndex(url(), "spark-logs-*"), folder(name), ports));
  }

  /** rsyslog; empty if there is none here. */
  Optional<PeerShipper> rsyslog(String name, URI target) {
    Path own = folder(name);
    return programs
        .rsyslog()
        .map(
            program ->
                opened(
                    new PeerShipper(
                        PeerSetup.rsyslog(programs, program, target, name, own),
                        new SearchIndex(url(), name),
                        own)));
  }

  /** syslog-ng; empty if there is none here. */
  Optional<PeerShipper> syslogNg(String name, URI target, boolean soon) {
    Path own = folder(name);
    return programs
        .syslogNg()
        .map(
            program ->
                opened(
                    new PeerShipper(
                        PeerSetup.syslogNg(programs, program, target, name, own, soon),
                        new SearchIndex(url(), name),
                        own)));
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
