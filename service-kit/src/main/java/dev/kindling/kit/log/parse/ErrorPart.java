package dev.kindling.kit.log.parse;

/**
 * The exception in an event.
 *
 * @param type its class, never null
 * @param message its own message, null if it has none
 * @param stackTrace the whole trace with all causes as printed; null if only its first line is
 *     there
 */
public record ErrorPart(String type, String message, String stackTrace) {}
