package dev.kindling.shipper.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * A record of a topic as the archive keeps it.
 *
 * @param id of the document
 * @param version by which an older state never replaces a newer one; empty for what never changes
 * @param body the document
 */
record ArchivedRecord(String id, OptionalLong version, JsonNode body) {}
