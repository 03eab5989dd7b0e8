package dev.kindling.gateway.http;

import dev.kindling.gateway.access.Door;
import io.vertx.core.Future;
import java.util.List;

/** Serves how one may say who asks, and who does. */
public final class AccessHandlers {
  private final Login login;

  /**
   * @param issuer of tokens; null where there is none
   * @param audience of tokens; null where there is none
   */
  public AccessHandlers(Door door, String issuer, String audience) {
    this.login = new Login(door.ways(), issuer, audience);
  }

  private record Login(List<String> ways, String issuer, String audience) {}

  public Future<Answer> login(Call call) {
    new Query(call).end();
    return Future.succeededFuture(Answer.ok(login));
  }

  public Future<Answer> me(Call call) {
    new Query(call).end();
    return Future.succeededFuture(Answer.ok(call.caller()));
  }
}
