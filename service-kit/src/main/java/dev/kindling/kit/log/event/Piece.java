package dev.kindling.kit.log.event;

/**
 * A line, or a part of one where it was cut.
 *
 * @param start the offset of its first byte
 * @param end the offset behind its last byte
 * @param startsLine whether it begins a line
 * @param endsLine whether it ends with a line feed
 * @param forced whether a forced boundary stands at its end
 */
record Piece(long start, long end, boolean startsLine, boolean endsLine, boolean forced) {}
