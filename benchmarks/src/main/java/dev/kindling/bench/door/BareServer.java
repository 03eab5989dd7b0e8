package dev.kindling.bench.door;

import dev.kindling.stack.net.Probe;
import dev.kindling.stack.parts.ChildPart;
import dev.kindling.stack.parts.JvmCommand;
import dev.kindling.stack.process.Orphans;
import dev.kindling.stack.process.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The least that a server on Vert.x does, as a process like the gateway's. */
final class BareServer extends ChildPart {
  private final Path folder;
  private final int port;
  private final String bootstrap;
  private final String compilers;

  /**
   * @param folder for its log; must exist
   * @param bootstrap of the broker that it may be asked to write to
   * @param compilers the JVM's option for them
   */
  BareServer(Path folder, int port, String bootstrap, String compilers) {
    this.folder = folder;
    this.port = port;
    this.bootstrap = bootstrap;
    this.compilers = compilers;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public String name() {
    return "bare server";
  }

  @Override
  protected ProcessPlan plan() {
    return new ProcessPlan(
        name(),
        JvmCommand.daemon(256)
            .with(compilers)
            .main(
                System.getProperty("java.class.path"),
                BareServerMain.class.getName(),
                Integer.toString(port),
                bootstrap),
        Map.of(),
        folder,
        folder.resolve("bare-server.log"),
        Duration.ofSeconds(5),
        Orphans.END);
  }

  @Override
  protected boolean ready() {
    return Probe.json(url().resolve(BareServerMain.JSON)).isPresent();
  }
}
