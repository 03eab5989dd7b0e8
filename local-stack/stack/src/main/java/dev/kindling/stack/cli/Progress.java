package dev.kindling.stack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The supervisor's news for whoever started it: a file to which it adds lines.
 *
 * @param file that is written and read
 */
record Progress(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One piece of news.
   *
   * @param kind part, ready or failed
   * @param what the part, or why it failed
   * @param millis it took
   * @param where it answers
   */
  record News(String kind, String what, long millis, String where) {}

  /** Forgets older news. */
  void clear() {
    try {
      Files.writeString(file, "");
    } catch (IOException failure) {
      throw new StackException("Cannot write " + file, failure);
    }
  }

  synchronized void add(News news) {
    try {
      Files.writeString(file, JSON.writeValueAsString(news) + "\n", StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new StackException("Cannot write " + file, failure);
    }
  }

  /** All news after the first {@code seen}. */
  List<News> after(int seen) {
    try {
      String text = Files.readString(file);
      // The last line may be half written.
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      return whole.lines().skip(seen).map(Progress::parse).toList();
    } catch (IOException failure) {
      throw new StackException("Cannot read " + file, failure);
    }
  }

  private static News parse(String line) {
    try {
      return JSON.readValue(line, News.class);
    } catch (JsonProcessingException failure) {
      throw new StackException("Not a piece of news: " + line, failure);
    }
  }
}
