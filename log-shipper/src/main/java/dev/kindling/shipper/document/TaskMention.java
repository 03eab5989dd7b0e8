package dev.kindling.shipper.document;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The task that a line speaks of, in the words of Spark 4: {@code task 3.0 in stage 1.0 (TID 7)}.
 *
 * @param stage the stage's id
 * @param stageAttempt which try of the stage
 * @param index of the task in the stage
 * @param task the task's id, unique in the application
 */
record TaskMention(long stage, long stageAttempt, long index, long task) {
  private static final String HINT = " in stage ";
  private static final Pattern WORDS =
      Pattern.compile(
          "\\btask (\\d{1,9})\\.\\d{1,9} in stage (\\d{1,9})\\.(\\d{1,9}) \\(TID (\\d{1,18})\\)");

  /** Key of Spark's logging context, and the one that it has in compatibility mode. */
  private static final String[] CONTEXT_KEYS = {"task_name", "mdc.taskName"};

  /** The one of the line's context, or the first one of its text. */
  static Optional<TaskMention> of(String message, Map<String, String> context) {
    for (String key : CONTEXT_KEYS) {
      String name = context.get(key);
      if (name != null) {
        return in(name);
      }
    }
    return in(message);
  }

  private static Optional<TaskMention> in(String text) {
    if (!text.contains(HINT)) { // nearly every line ends here
      return Optional.empty();
    }
    Matcher words = WORDS.matcher(text);
    return words.find()
        ? Optional.of(
            new TaskMention(number(words, 2), number(words, 3), number(words, 1), number(words, 4)))
        : Optional.empty();
  }

  private static long number(Matcher words, int group) {
    return Long.parseLong(words.group(group));
  }
}
