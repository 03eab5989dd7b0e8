package dev.kindling.model.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where {@code H} falls: the same name always gives the same values, and different names are spread
 * evenly, so that a hundred nightly jobs do not begin in the same minute. The fields of one
 * expression are independent of each other.
 *
 * @param name of the schedule; empty where it has none yet
 */
record Spread(String name) {
  /**
   * A value of a field.
   *
   * @param count how many values there are, at least 1
   * @return 0 to {@code count} - 1
   */
  int pick(CronField field, int count) {
    return new Spread(field.title() + '/' + name).pick(count);
  }

  /**
   * One of so many.
   *
   * @param count at least 1
   * @return 0 to {@code count} - 1
   */
  int pick(int count) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return (int) Math.floorMod(ByteBuffer.wrap(hash).getLong(), (long) count);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
