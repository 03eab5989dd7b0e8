package dev.kindling.gateway.access;

import io.vertx.core.Future;
import java.util.List;

/** Lets everybody in, as an admin: for development, on loopback only. */
public final class OpenDoor implements Door {
  @Override
  public Future<Caller> admit(Credentials credentials) {
    return Future.succeededFuture(Caller.ANYBODY);
  }

  @Override
  public List<String> ways() {
    return List.of("open");
  }
}
