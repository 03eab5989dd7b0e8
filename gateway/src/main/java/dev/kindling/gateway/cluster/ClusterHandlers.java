package dev.kindling.gateway.cluster;

import dev.kindling.gateway.definition.Advice;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.kafka.ClusterAccess;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.cluster.KafkaClusterSpec;
import dev.kindling.model.trigger.TriggerDefinition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Serves what another Kafka cluster has beside its definition: whether it answers. */
public final class ClusterHandlers {
  private static final int BOUND_MILLIS = 5_000;

  private final Vertx vertx;
  private final CommonConfig config;
  private final DefinitionView<KafkaClusterDefinition> clusters;
  private final ClusterAccesses accesses;

  public ClusterHandlers(
      Vertx vertx,
      CommonConfig config,
      DefinitionView<KafkaClusterDefinition> clusters,
      ClusterAccesses accesses) {
    this.vertx = vertx;
    this.config = config;
    this.clusters = clusters;
    this.accesses = accesses;
  }

  /** A cluster that a trigger names stays: without it the trigger would hear of nothing. */
  public static Advice<KafkaClusterSpec> advice(DefinitionView<TriggerDefinition> triggers) {
    return new Advice<>(
        (name, spec) -> List.of(),
        name ->
            triggers.all().stream()
                .filter(trigger -> name.equals(trigger.spec().cluster()))
                .map(trigger -> "trigger " + trigger.name())
                .toList());
  }

  /** Connects, asks for the brokers, and goes. */
  public Future<Answer> check(Call call) {
    new Query(call).end();
    String name = call.path("name");
    if (clusters.get(name).isEmpty()) {
      throw Problems.notFound("There is no Kafka cluster " + name + ".");
    }
    return vertx.executeBlocking(() -> Answer.ok(check(accesses.find(name))), false);
  }

  private ClusterCheck check(ClusterAccess access) {
    try (Admin admin = Admin.create(access.over(KafkaProperties.admin(config)))) {
      return ClusterCheck.of(
          admin
              .describeCluster(new DescribeClusterOptions().timeoutMs(BOUND_MILLIS))
              .nodes()
              .get()
              .size());
    } catch (ExecutionException e) {
      return ClusterCheck.failed(
          e.getCause() instanceof TimeoutException
              ? "It does not answer within " + BOUND_MILLIS / 1_000 + " s: " + access + "."
              : "It refuses us: " + e.getCause().getMessage());
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return ClusterCheck.failed("The settings cannot be used: " + cause.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ClusterCheck.failed("The gateway stops.");
    }
  }
}
