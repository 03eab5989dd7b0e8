package dev.kindling.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The output folder of a run. An attempt writes into a folder of its own and moves it to {@code
 * <base>/<run id>} in one step when it is complete, so that nobody sees a half-written result and a
 * second attempt never mixes with the first.
 */
public final class AttemptOutput {
  private final Path attempt;
  private final Path result;
  private final FileSystem files;

  private AttemptOutput(Path attempt, Path result, FileSystem files) {
    this.attempt = attempt;
    this.result = result;
    this.files = files;
  }

  /**
   * Opens the output of an attempt and clears what a dead one of the same number left.
   *
   * @param base folder of all runs' outputs, any file system that Hadoop knows
   */
  public static AttemptOutput open(String base, RunIdentity run, Configuration hadoop)
      throws IOException {
    Path folder = new Path(base);
    FileSystem files = folder.getFileSystem(hadoop);
    Path attempt = new Path(folder, "_" + run.runId() + "-" + run.attempt());
    files.delete(attempt, true);
    files.mkdirs(attempt);
    return new AttemptOutput(attempt, new Path(folder, run.runId()), files);
  }

  /** Where to write a part of the output until {@link #publish()}. */
  public String folder(String part) {
    return new Path(attempt, part).toString();
  }

  /** Writes a small text file. */
  public void write(String name, String text) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(attempt, name), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Makes the output the run's result, in place of that of an earlier attempt.
   *
   * @return the folder of the result
   */
  public String publish() throws IOException {
    files.delete(result, true);
    if (!files.rename(attempt, result)) {
      throw new IOException("Cannot move " + attempt + " to " + result);
    }
    return result.toString();
  }
}
