package dev.kindling.shipper.document;

import static dev.kindling.shipper.document.JsonBytes.piece;
import static dev.kindling.shipper.document.JsonBytes.quoted;

import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.work.LogDirectory;
import dev.kindling.shipper.work.ProcessLog;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** A driver or an executor of a run. */
public final class ProcessOrigin implements LogOrigin {
  private static final byte[] STAGE = piece(",\"stage\":{\"id\":");
  private static final byte[] STAGE_ATTEMPT = piece(",\"attempt\":");
  private static final byte[] TASK = piece("},\"task\":{\"id\":");
  private static final byte[] TASK_INDEX = piece(",\"index\":");
  private static final byte[] CONTEXT = piece(",\"context\":");

  private final ProcessLog source;
  private final RunTag tag;
  private final String index;
  private final byte[] file;
  private final byte[] owner;

  /**
   * @param source whose log it is
   * @param tag to which run it belongs
   */
  public ProcessOrigin(ProcessLog source, RunTag tag) {
    this.source = source;
    this.tag = tag;
    this.index = SparkId.index(source.directory().ownerId());
    this.file = piece(LogOrigin.fileOf(source));
    this.owner = piece(run(tag) + spark(source.directory()));
  }

  @Override
  public ProcessLog source() {
    return source;
  }

  @Override
  public RunTag tag() {
    return tag;
  }

  @Override
  public String index(Instant stamp) {
    return index;
  }

  @Override
  public Optional<Instant> begun(ZoneId zone) {
    return SparkId.registered(source.directory().ownerId(), zone);
  }

  @Override
  public byte[] file() {
    return file;
  }

  @Override
  public void describe(JsonBytes out, ParsedEvent event) {
    out.raw(owner);
    Map<String, String> context = event.context();
    TaskMention.of(event.message(), context)
        .ifPresent(
            mention ->
                out.raw(STAGE)
                    .number(mention.stage())
                    .raw(STAGE_ATTEMPT)
                    .number(mention.stageAttempt())
                    .raw(TASK)
                    .number(mention.task())
                    .raw(TASK_INDEX)
                    .number(mention.index())
                    .raw('}'));
    if (!context.isEmpty()) {
      out.raw(CONTEXT);
      char before = '{';
      for (Map.Entry<String, String> entry : context.entrySet()) {
        out.raw(before).text(entry.getKey()).raw(':').text(entry.getValue());
        before = ',';
      }
      out.raw('}');
    }
    out.raw('}');
  }

  private static String run(RunTag tag) {
    String run = ",\"run\":{\"id\":" + quoted(tag.runId()) + ",\"attempt\":" + tag.attempt() + "}";
    return tag.job() == null ? run : run + ",\"job\":{\"name\":" + quoted(tag.job()) + "}";
  }

  /** Left open, since stage, task and context belong there as well. */
  private static String spark(LogDirectory directory) {
    return ",\"spark\":{\"role\":"
        + quoted(directory.role().label())
        + id("driver", directory.driverId())
        + id("app", directory.appId())
        + id("executor", directory.executorId())
        + id("worker", directory.worker());
  }

  private static String id(String name, String id) {
    return id == null ? "" : ",\"" + name + "\":{\"id\":" + quoted(id) + "}";
  }
}
