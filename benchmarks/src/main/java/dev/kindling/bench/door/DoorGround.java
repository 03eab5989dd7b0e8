package dev.kindling.bench.door;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.http.KeepAliveConnection;
import dev.kindling.bench.http.Reply;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.json.Json;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import dev.kindling.stack.net.PortBook;
import dev.kindling.stack.parts.Folders;
import dev.kindling.stack.services.ClassArchive;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServicePlan;
import dev.kindling.stack.services.ServiceProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Kafka broker, a gateway that is guarded, and a bare server; a process each. */
final class DoorGround implements AutoCloseable {
  /** Of an admin. */
  static final String KEY = "kdl_bench_" + "5e".repeat(32);

  private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

  private final PortBook ports = new PortBook();
  private final LocalStack stack;
  private final ServiceProcess gateway;
  private final BareServer bare;

  private DoorGround(Path folder) {
    Folders.create(folder);
    stack = LocalStack.builder(folder).only(PartKind.KAFKA).partJvmOptions(BOTH_COMPILERS).start();
    int port = ports.choose(0);
    int managementPort = ports.choose(0);
    URI nowhere = URI.create("http://127.0.0.1:" + ports.choose(0));
    ServicePlan plan =
        new ServicePlan(
            stack.kafka().bootstrap(),
            nowhere.toString(),
            "spark://127.0.0.1:1",
            nowhere.toString(),
            nowhere.toString(),
            "file:///none.jar",
            folder,
            folder,
            Map.of(),
            folder.resolve("services"),
            port,
            "no-artifact-is-ever-fetched-here!!",
            Map.of(
                ServiceKind.GATEWAY,
                Map.of(
                    "KINDLING_GATEWAY_ACCESS", "guarded",
                    "KINDLING_GATEWAY_ADMIN_KEY", KEY,
                    "KINDLING_GATEWAY_REQUESTS_PER_SECOND", "0")));
    gateway =
        new ServiceProcess(
            new ServiceProcess.Config(
                ServiceKind.GATEWAY,
                "gateway",
                plan.environment(ServiceKind.GATEWAY, "gateway-1", managementPort, port),
                managementPort,
                port,
                folder.resolve("services/gateway"),
                folder.resolve("logs"),
                ClassArchive.of(
                    stack.bundles().classArchives(),
                    "gateway",
                    System.getProperty("java.class.path")),
                List.of(BOTH_COMPILERS)));
    bare = new BareServer(folder, ports.choose(0), stack.kafka().bootstrap(), BOTH_COMPILERS);
  }

  /**
   * Starts it all, and defines the job.
   *
   * @param folder for data and logs; may exist
   */
  static DoorGround start(Path folder) {
    DoorGround ground = new DoorGround(folder.toAbsolutePath());
    try {
      ground.gateway.start();
      ground.bare.start();
      ground.define();
      return ground;
    } catch (RuntimeException failure) {
      ground.close();
      throw failure;
    }
  }

  private void define() {
    byte[] spec = Json.text(BenchJob.SPEC).getBytes(StandardCharsets.UTF_8);
    try (KeepAliveConnection connection = new KeepAliveConnection(gateway(), KEY)) {
      Reply reply = connection.put("/api/v1/jobs/" + BenchJob.NAME, spec);
      if (reply.status() != 201) {
        throw new BenchException("the job cannot be defined: " + reply);
      }
    }
  }

  URI gateway() {
    return gateway.url();
  }

  URI bare() {
    return bare.url();
  }

  /** The gateway's process, then those that it needs. */
  List<Long> gatewayProcesses() {
    return List.of(gateway.pid(), stack.kafka().pid());
  }

  /** Those of the bare server where it writes to Kafka. */
  List<Long> bareWriters() {
    return List.of(bare.pid(), stack.kafka().pid());
  }

  List<Long> bareProcesses() {
    return List.of(bare.pid());
  }

  CommonConfig config() {
    return new CommonConfig(
        stack.kafka().bootstrap(), "bench", false, "127.0.0.1", 0, 1, 1, Optional.empty());
  }

  @Override
  public void close() {
    gateway.close();
    bare.close();
    stack.close();
    ports.close();
  }
}
