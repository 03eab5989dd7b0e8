package dev.kindling.shipper.document;

import java.util.Map;
import java.util.Optional;

/**
 * The task that a line speaks of, in the words of Spark 4: {@code task 3.0 in stage 1.0 (TID 7)}.
 *
 * @param stage the stage's id
 * @param stageAttempt which try of the stage
 * @param index of the task in the stage
 * @param task the task's id, unique in the application
 */
record TaskMention(long stage, long stageAttempt, long index, long task) {
  private static final String TASK = "task ";
  private static final String STAGE = " in stage ";
  private static final String ID = " (TID ";
  private static final int LONGEST_INDEX = 9;
  private static final int LONGEST_ID = 18;

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

  /** By hand, since half of all lines of a driver name a task. */
  private static Optional<TaskMention> in(String text) {
    int middle = text.indexOf(STAGE);
    while (middle >= 0) {
      TaskMention found = around(text, middle);
      if (found != null) {
        return Optional.of(found);
      }
      middle = text.indexOf(STAGE, middle + 1);
    }
    return Optional.empty();
  }

  /** {@code task <index>.<attempt>} before, {@code <stage>.<attempt> (TID <task>)} behind. */
  private static TaskMention around(String text, int middle) {
    int attempt = digitsBefore(text, middle);
    int index = attempt > 0 ? digitsBefore(text, attempt - 1) : middle;
    int word = index - TASK.length();
    if (attempt == 0
        || attempt == middle
        || text.charAt(attempt - 1) != '.'
        || index == attempt - 1
        || word < 0
        || !text.startsWith(TASK, word)
        || (word > 0 && Character.isLetterOrDigit(text.charAt(word - 1)))) {
      return null;
    }
    int stage = middle + STAGE.length();
    int stageEnd = digitsBehind(text, stage);
    int retryEnd = digitsBehind(text, stageEnd + 1);
    int task = retryEnd + ID.length();
    int taskEnd = digitsBehind(text, task);
    if (!text.startsWith(".", stageEnd)
        || !text.startsWith(ID, retryEnd)
        || !text.startsWith(")", taskEnd)) {
      return null;
    }
    long stageId = number(text, stage, stageEnd, LONGEST_INDEX);
    long retry = number(text, stageEnd + 1, retryEnd, LONGEST_INDEX);
    long position = number(text, index, attempt - 1, LONGEST_INDEX);
    long id = number(text, task, taskEnd, LONGEST_ID);
    return Math.min(Math.min(stageId, retry), Math.min(position, id)) < 0
        ? null
        : new TaskMention(stageId, retry, position, id);
  }

  private static int digitsBefore(String text, int end) {
    int at = end;
    while (at > 0 && isDigit(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int digitsBehind(String text, int start) {
    int at = start;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char one) {
    return one >= '0' && one <= '9';
  }

  /** -1 if there is none, or none that Spark would count up to. */
  private static long number(String text, int from, int to, int most) {
    return from == to || to - from > most ? -1 : Long.parseLong(text, from, to, 10);
  }
}
