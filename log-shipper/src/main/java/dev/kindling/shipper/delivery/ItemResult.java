package dev.kindling.shipper.delivery;

/**
 * What the bulk answer says of one document.
 *
 * @param status its HTTP status
 * @param errorType Elasticsearch's name of the error, null without one
 * @param reason its words, null without an error
 */
public record ItemResult(int status, String errorType, String reason) {}
