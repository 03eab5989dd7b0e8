package dev.kindling.shipper.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.work.LogSource;

/**
 * The identity of a stream of bytes: the same after a restart, another for another process. Pure.
 */
public final class StreamKey {
  private StreamKey() {}

  /**
   * Makes the key.
   *
   * @param source whose log it is
   * @param header the digest of the process's command line, which holds a random id per launch
   * @param generation how often the file was replaced
   * @return 16 hexadecimal digits
   */
  public static String of(LogSource source, String header, int generation) {
    byte[] name = (source.key() + '\n' + header + '\n' + generation).getBytes(UTF_8);
    return Fingerprint.digest(name, name.length);
  }
}
