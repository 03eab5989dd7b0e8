package dev.kindling.shipper.checkpoint;

import dev.kindling.kit.log.parse.RunTag;
import java.util.List;

/**
 * What the checkpoint keeps of one stream.
 *
 * @param header the digest of the process's command line, or of a service's first line: another
 *     process has another one
 * @param tag to which run the process belongs; null for a service
 * @param generation how often the log was begun anew, from 0
 * @param acknowledged where to go on: everything before it is in the search index
 * @param boundaries forced ends of events behind that place, ascending
 * @param refused events behind that place that are dead letters, ascending; null, in a checkpoint
 *     of before, is none
 * @param segment the file in which the acknowledged place is
 */
public record StreamEntry(
    String header,
    RunTag tag,
    int generation,
    ResumePoint acknowledged,
    List<Long> boundaries,
    List<RefusedPlace> refused,
    SegmentPoint segment) {
  public StreamEntry {
    boundaries = List.copyOf(boundaries);
    refused = refused == null ? List.of() : List.copyOf(refused);
  }
}
