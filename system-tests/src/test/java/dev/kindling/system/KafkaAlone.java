package dev.kindling.system;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a real broker and nothing else, started once for all classes of the run. */
public final class KafkaAlone implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KafkaAlone.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Broker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Broker.class, key -> new Broker(), Broker.class);
  }

  /** The broker that runs. */
  public static final class Broker implements AutoCloseable {
    private final LocalStack stack;

    Broker() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kafka ");
        stack = LocalStack.builder(folder).only(PartKind.KAFKA).start();
        topic(KindlingTopics.WRITERS.name(), "compact");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public CommonConfig config(String instance) {
      return new CommonConfig(
          stack.kafka().bootstrap(), instance, true, "127.0.0.1", 0, 1, 1, Optional.empty());
    }

    public void topic(String name, String cleanupPolicy) {
      topic(name, 1, cleanupPolicy);
    }

    void topic(String name, int partitions, String cleanupPolicy) {
      try (Admin admin = Admin.create(KafkaProperties.admin(config("admin")))) {
        NewTopic topic =
            new NewTopic(name, partitions, (short) 1)
                .configs(Map.of("cleanup.policy", cleanupPolicy));
        admin.createTopics(List.of(topic)).all().get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    String bootstrap() {
      return stack.kafka().bootstrap();
    }

    void kill() {
      stack.kafka().kill();
    }

    void startAgain() {
      stack.kafka().start();
    }

    @Override
    public void close() {
      stack.close();
    }
  }
}
