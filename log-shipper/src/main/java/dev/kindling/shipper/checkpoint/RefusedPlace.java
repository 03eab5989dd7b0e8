package dev.kindling.shipper.checkpoint;

/**
 * An event whose document the index has refused: it goes to the dead letters, and does so again
 * after a restart, even if the index would take it by then. Else it would be there twice.
 *
 * @param start the stream offset of the event's first byte
 * @param type Elasticsearch's name of the error
 * @param reason its words, null if it had none
 */
public record RefusedPlace(long start, String type, String reason) {}
