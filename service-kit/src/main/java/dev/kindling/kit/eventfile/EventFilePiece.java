package dev.kindling.kit.eventfile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Which piece of a file of events a record is; stands in its headers.
 *
 * @param index from 0
 * @param count how many pieces the file has
 * @param fileBytes how long all of it is
 */
public record EventFilePiece(int index, int count, int fileBytes) {
  private static final String INDEX = "piece";
  private static final String COUNT = "pieces";
  private static final String BYTES = "bytes";

  void writeTo(Headers headers) {
    headers.add(INDEX, Integer.toString(index).getBytes(US_ASCII));
    headers.add(COUNT, Integer.toString(count).getBytes(US_ASCII));
    headers.add(BYTES, Integer.toString(fileBytes).getBytes(US_ASCII));
  }

  /** That of a record; empty if it is none of ours. */
  public static Optional<EventFilePiece> of(Headers headers) {
    try {
      return Optional.of(
          new EventFilePiece(
              number(headers, INDEX), number(headers, COUNT), number(headers, BYTES)));
    } catch (NumberFormatException foreign) {
      return Optional.empty();
    }
  }

  private static int number(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return Integer.parseInt(header == null ? "" : new String(header.value(), US_ASCII));
  }
}
