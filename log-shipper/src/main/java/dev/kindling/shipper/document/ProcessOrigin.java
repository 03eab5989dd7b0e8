package dev.kindling.shipper.document;

import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.work.LogSource;

/**
 * What all documents of one stream have in common.
 *
 * @param source whose log it is
 * @param tag to which run it belongs
 * @param streamKey the identity of the stream
 */
public record ProcessOrigin(LogSource source, RunTag tag, String streamKey) {}
