package dev.kindling.shipper.checkpoint;

/**
 * The file in which a stream was read when the checkpoint was written, so that the next shipper
 * finds it again although it may have been rolled, compressed or deleted meanwhile.
 *
 * @param start the stream offset of the file's first byte
 * @param fingerprint its first bytes
 * @param fileKey what the file system calls it; null if unknown. Not alone an identity: it is used
 *     again
 * @param after the rolled file before it; null if it is the first
 */
public record SegmentPoint(long start, Fingerprint fingerprint, String fileKey, RollMark after) {}
