package dev.kindling.stack.services;

import dev.kindling.kit.service.RunningService;
import dev.kindling.stack.StackException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The composition roots of the four services, found by name: each is a class {@code XxxApp} beside
 * its {@code XxxMain} with a static {@code start(Vertx, Map)}. So the stack compiles without the
 * services, and only whoever runs them has them on the class path.
 */
public final class Starters {
  private Starters() {}

  /**
   * @throws StackException if one of them is not on the class path
   */
  public static Map<ServiceKind, HostedServices.Starter> of(Set<ServiceKind> kinds) {
    Map<ServiceKind, HostedServices.Starter> starters = new EnumMap<>(ServiceKind.class);
    for (ServiceKind kind : kinds) {
      Method start = start(kind);
      starters.put(kind, (vertx, environment) -> call(start, vertx, environment));
    }
    return starters;
  }

  private static Method start(ServiceKind kind) {
    String name = kind.mainClass().replaceAll("Main$", "App");
    try {
      return Class.forName(name).getMethod("start", Vertx.class, Map.class);
    } catch (ReflectiveOperationException missing) {
      throw new StackException(kind.label() + " is not on the class path: " + name, missing);
    }
  }

  @SuppressWarnings("unchecked")
  private static Future<RunningService> call(
      Method start, Vertx vertx, Map<String, String> environment) {
    try {
      return (Future<RunningService>) start.invoke(null, vertx, environment);
    } catch (InvocationTargetException thrown) {
      return Future.failedFuture(thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new StackException("Cannot call " + start, impossible);
    }
  }
}
