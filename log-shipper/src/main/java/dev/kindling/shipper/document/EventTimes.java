package dev.kindling.shipper.document;

import java.time.Instant;

/**
 * What a log tells of when an event happened, besides the event itself.
 *
 * @param best the best time that is known if the event names none
 * @param stamp the last time that a line up to and with it has told; null if none has
 * @param created when it was read
 */
public record EventTimes(Instant best, Instant stamp, Instant created) {}
