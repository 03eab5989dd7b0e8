package dev.kindling.shipper.audit;

/**
 * Some bytes of a stream.
 *
 * @param start the offset of the first
 * @param length how many
 */
public record ByteRange(long start, long length) {
  public long end() {
    return start + length;
  }
}
