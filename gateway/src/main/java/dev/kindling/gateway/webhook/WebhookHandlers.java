package dev.kindling.gateway.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.event.EventLog;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.secret.SecretStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves deliveries of webhooks. */
public final class WebhookHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookHandlers.class);

  private final Vertx vertx;
  private final DefinitionView<WebhookDefinition> webhooks;
  private final SecretStore secrets;
  private final EventLog log;
  private final InstantSource clock;
  private final SeenDeliveries seen = new SeenDeliveries();

  public WebhookHandlers(
      Vertx vertx,
      DefinitionView<WebhookDefinition> webhooks,
      SecretStore secrets,
      EventLog log,
      InstantSource clock) {
    this.vertx = vertx;
    this.webhooks = webhooks;
    this.secrets = secrets;
    this.log = log;
    this.clock = clock;
  }

  /** Takes one, if its signature is good; whoever has none is told the same, webhook or not. */
  public Future<Answer> deliver(Call call) {
    String name = call.path("name");
    WebhookDefinition webhook =
        webhooks
            .get(name)
            .orElseThrow(() -> Problems.unauthorized("The signature fits none of the secrets."));
    Delivery delivery = new Delivery(call.headers(), call.bytes());
    String traceparent = call.traceparent();
    return vertx
        .executeBlocking(() -> resolved(webhook), false)
        .map(known -> delivery.event(name, webhook.spec(), known, clock.instant()))
        .compose(event -> write(name, event, traceparent));
  }

  private Future<Answer> write(String name, ObjectNode event, String traceparent) {
    String id = event.path("id").asText();
    Answer taken = Answer.of(202, Map.of("accepted", List.of(id)));
    if (seen.has(name, id)) {
      return Future.succeededFuture(taken);
    }
    return log.append(List.of(event), traceparent, Intent.WRITE)
        .map(
            written -> {
              seen.add(name, id);
              return taken;
            });
  }

  private List<String> resolved(WebhookDefinition webhook) {
    List<String> known = new ArrayList<>();
    for (String reference : webhook.spec().secret()) {
      try {
        known.add(secrets.resolve(reference));
      } catch (SecretStore.NoSuchSecret e) {
        LOG.warn("webhook {}: {}", webhook.name(), e.getMessage());
      }
    }
    if (known.isEmpty()) {
      throw Problems.unavailable("The gateway has none of the secrets of this webhook.", null);
    }
    return known;
  }
}
