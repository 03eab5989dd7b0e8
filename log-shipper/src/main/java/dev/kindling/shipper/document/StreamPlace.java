package dev.kindling.shipper.document;

/**
 * Whose log an event stands in, and which of those that it had.
 *
 * @param origin whose log it is
 * @param key the identity of the stream, of {@link StreamKey}
 */
public record StreamPlace(LogOrigin origin, String key) {}
