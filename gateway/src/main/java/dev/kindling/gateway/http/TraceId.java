package dev.kindling.gateway.http;

/** Reads the trace id of a W3C traceparent: version-traceid-parentid-flags. */
public final class TraceId {
  private static final int TRACEPARENT_LENGTH = 55;

  private TraceId() {}

  /** The id; null where there is no trace. */
  public static String of(String traceparent) {
    return traceparent == null || traceparent.length() < TRACEPARENT_LENGTH
        ? null
        : traceparent.substring(3, 35);
  }
}
