package dev.kindling.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.ServiceMode;
import dev.kindling.stack.StackBuilder;
import dev.kindling.stack.services.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a whole system, a process per service, started once for all classes of the run and
 * stopped after the last. Tests take it as a parameter. A test that breaks a part mends it.
 */
public final class WholeSystem implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(WholeSystem.class);

  private static final Path SECRETS =
      Path.of("target", "secrets-" + ProcessHandle.current().pid()).toAbsolutePath();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Running.class, key -> new Running(), Running.class);
  }

  /** The system that runs. */
  static final class Running implements AutoCloseable {
    private final LocalStack stack;
    private final Api api;
    private final Path scratch;

    Running() {
      this(
          "whole system ",
          builder ->
              builder
                  .workers(2, 4, "4g")
                  .setting(ServiceKind.GATEWAY, "KINDLING_SECRETS_DIR", SECRETS.toString())
                  .setting(ServiceKind.SCHEDULER, "KINDLING_SECRETS_DIR", SECRETS.toString()));
    }

    /** Puts a secret where gateway and scheduler find it. */
    void secret(String name, String text) throws IOException {
      Files.writeString(Files.createDirectories(SECRETS).resolve(name), text);
    }

    /**
     * A system of a test's own, which the test closes.
     *
     * @param name of its folder
     * @param made says what is special about it
     */
    Running(String name, UnaryOperator<StackBuilder> made) {
      try {
        // A path with a space in it: what breaks on one breaks here. What runs for seconds is
        // sooner
        // done without a second compiler.
        Path parent = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path folder = Files.createTempDirectory(parent, name);
        scratch = Files.createDirectories(folder.resolve("scratch"));
        stack =
            made.apply(
                    LocalStack.builder(folder.resolve("stack"))
                        .jobJvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"))
                .services(ServiceMode.PROCESSES)
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      api = new Api(stack::gateway);
    }

    LocalStack stack() {
      return stack;
    }

    Api api() {
      return api;
    }

    /** What the Spark master says of itself. */
    JsonNode masterPage() {
      return new Api(() -> stack.masters().aliveUi()).get("/json/").expect(200).body();
    }

    /** A new empty folder for a job's output. */
    Path folder(String name) {
      try {
        return Files.createTempDirectory(scratch, name + "-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Registers one of the ready jobs under a name of the test's own. */
    void register(String readyJob, String name) {
      ObjectNode spec = spec(readyJob);
      Api.Answer answer = api.put("/api/v1/jobs/" + name, spec);
      if (answer.status() != 201 && answer.status() != 200) {
        throw new AssertionError("PUT job " + name + ": " + answer);
      }
    }

    /** The definition of a ready job with the jar's place filled in. */
    ObjectNode spec(String readyJob) {
      try {
        String text = Files.readString(stack.bundles().jobDefinition(readyJob));
        String jar = stack.bundles().jobsJar().toUri().toString();
        return (ObjectNode) Json.tree(Json.bytes(read(text.replace("${jobs-jar}", jar))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static JsonNode read(String text) {
      return Json.read(text, JsonNode.class);
    }

    @Override
    public void close() {
      stack.close();
    }
  }
}
