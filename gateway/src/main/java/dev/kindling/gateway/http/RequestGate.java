package dev.kindling.gateway.http;

import dev.kindling.gateway.access.AccessRule;
import dev.kindling.gateway.access.AuditEntry;
import dev.kindling.gateway.access.AuditTrail;
import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.access.Credentials;
import dev.kindling.gateway.access.Door;
import dev.kindling.gateway.access.RateLimits;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * What every request meets before its body is read: is it from a page of somebody else, who asks,
 * and may they ask so often. Called on event loops.
 */
public final class RequestGate {
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final Door door;
  private final boolean open;
  private final RateLimits limits;
  private final RateLimits failures;
  private final AuditTrail trail;
  private final SubjectLabels labels;
  private final InstantSource clock;

  /**
   * @param door makes sure who asks
   * @param open whether everybody is let in, so that only loopback may be asked
   * @param limits of each caller
   * @param failures how many that are not let in are heard, of each address
   * @param trail where denials and writes are kept
   * @param labels knows what belongs to which job
   * @param clock of what is kept
   */
  public RequestGate(
      Door door,
      boolean open,
      RateLimits limits,
      RateLimits failures,
      AuditTrail trail,
      SubjectLabels labels,
      InstantSource clock) {
    this.door = door;
    this.open = open;
    this.limits = limits;
    this.failures = failures;
    this.trail = trail;
    this.labels = labels;
    this.clock = clock;
  }

  SubjectLabels labels() {
    return labels;
  }

  /** Refuses what a browser sends for a page that is not ours. */
  void refuseStrangers(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    if (open && (authority == null || !LOOPBACK.contains(authority.host()))) {
      // A name that somebody else's DNS leads to 127.0.0.1 makes their page one of this host.
      throw Problems.forbidden(
          "This gateway is open to everybody on this machine, and so answers to localhost only.");
    }
    if (READS.contains(request.method())) {
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    boolean foreign = origin != null && !isOurs(origin, authority);
    if (foreign || "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      throw Problems.forbidden("A page of another origin may not change anything here.");
    }
  }

  private static boolean isOurs(String origin, HostAndPort authority) {
    try {
      URI from = URI.create(origin);
      int port = from.getPort() >= 0 ? from.getPort() : "https".equals(from.getScheme()) ? 443 : 80;
      int ours = authority.port() >= 0 ? authority.port() : port;
      return authority.host().equalsIgnoreCase(from.getHost()) && ours == port;
    } catch (IllegalArgumentException | NullPointerException e) {
      return false;
    }
  }

  /**
   * Makes sure who asks.
   *
   * @return the caller; empty where the operation is anyone's
   */
  Future<Optional<Caller>> admit(HttpServerRequest request, AccessRule rule) {
    String address = address(request);
    if (rule.role().isEmpty()) {
      limit(limits, address, address);
      return Future.succeededFuture(Optional.empty());
    }
    return door.admit(Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION)))
        .map(
            caller -> {
              limit(limits, caller.by() + " " + caller.name(), caller.name());
              return Optional.of(caller);
            })
        .recover(
            failure -> {
              if (isStatus(failure, 401)) {
                limit(failures, address, address);
              }
              return Future.failedFuture(failure);
            });
  }

  private static void limit(RateLimits limits, String key, String name) {
    int seconds = limits.take(key);
    if (seconds > 0) {
      throw Problems.tooMany(
          name + " may send " + limits.perSecond() + " requests a second.", seconds);
    }
  }

  static boolean isStatus(Throwable failure, int status) {
    return failure instanceof ProblemException refused && refused.problem().status() == status;
  }

  /** Keeps what was done, or denied. Of a flood of requests, only that it began. */
  void keep(
      String operation,
      HttpServerRequest request,
      Optional<Caller> caller,
      int status,
      String detail,
      String traceparent) {
    boolean reads = READS.contains(request.method());
    AuditEntry.Outcome outcome = AuditEntry.Outcome.of(status);
    if (status == 429 || (reads && outcome != AuditEntry.Outcome.DENIED)) {
      return;
    }
    trail.record(
        new AuditEntry(
            clock.instant(),
            caller.map(Caller::name).orElse("unknown"),
            caller.map(known -> known.by().word()).orElse("unknown"),
            caller.map(Caller::role).orElse(null),
            operation,
            request.method().name(),
            request.path(),
            outcome,
            status,
            detail,
            address(request),
            TraceId.of(traceparent)));
  }

  private static String address(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    return remote == null ? "nowhere" : remote.hostAddress();
  }
}
