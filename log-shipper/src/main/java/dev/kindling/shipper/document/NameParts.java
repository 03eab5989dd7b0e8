package dev.kindling.shipper.document;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the names in a text that Elasticsearch's standard tokenizer takes for one word
 * because a dot or an underscore joins them: {@code org.apache.spark.SparkException} is found by
 * {@code sparkexception} only if the parts are indexed as well. Analyzing every message a second
 * time for the sake of its few names cost more than all the rest of indexing (RATIONALE.md). Pure.
 */
final class NameParts {
  /** A message may be a megabyte; names far inside are found by their whole. */
  private static final int LOOK = 2_048;

  private static final int MOST = 32;

  private NameParts() {}

  /** The parts with blanks between them, each once; empty if there is no such name. */
  static String of(String whole) {
    String text = whole.length() <= LOOK ? whole : whole.substring(0, LOOK);
    int end = text.length();
    List<String> parts = null;
    int at = 0;
    while (at < end) {
      int joiner = nextJoiner(text, at);
      if (joiner < 0) {
        break;
      }
      int from = wordStart(text, joiner, at);
      int to = wordEnd(text, joiner, end);
      if (hasLetter(text, from, to)) {
        parts = parts == null ? new ArrayList<>() : parts;
        addParts(text, from, to, parts);
      }
      at = to;
    }
    return parts == null ? "" : String.join(" ", parts);
  }

  private static int nextJoiner(String text, int from) {
    int dot = text.indexOf('.', from);
    int underscore = text.indexOf('_', from);
    while (dot >= 0 || underscore >= 0) {
      boolean isDot = underscore < 0 || (dot >= 0 && dot < underscore);
      int at = isDot ? dot : underscore;
      if (at > 0
          && at + 1 < text.length()
          && Character.isLetterOrDigit(text.charAt(at - 1))
          && Character.isLetterOrDigit(text.charAt(at + 1))) {
        return at;
      }
      if (isDot) {
        dot = text.indexOf('.', at + 1);
      } else {
        underscore = text.indexOf('_', at + 1);
      }
    }
    return -1;
  }

  private static int wordStart(String text, int joiner, int least) {
    int at = joiner;
    while (at > least && isNameChar(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int wordEnd(String text, int joiner, int end) {
    int at = joiner;
    while (at < end && isNameChar(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static void addParts(String text, int from, int to, List<String> parts) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || isJoiner(text.charAt(i))) {
        if (hasLetter(text, start, i) && parts.size() < MOST) {
          String part = text.substring(start, i);
          if (!parts.contains(part)) {
            parts.add(part);
          }
        }
        start = i + 1;
      }
    }
  }

  /** Numbers and addresses are found as they are. */
  private static boolean hasLetter(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isLetter(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNameChar(char one) {
    return isJoiner(one) || Character.isLetterOrDigit(one);
  }

  private static boolean isJoiner(char one) {
    return one == '.' || one == '_';
  }
}
