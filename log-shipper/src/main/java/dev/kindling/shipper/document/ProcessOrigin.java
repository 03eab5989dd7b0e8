package dev.kindling.shipper.document;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.work.LogDirectory;
import dev.kindling.shipper.work.ProcessLog;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * A driver or an executor of a run.
 *
 * @param source whose log it is
 * @param tag to which run it belongs
 * @param index of all its documents
 */
public record ProcessOrigin(ProcessLog source, RunTag tag, String index) implements LogOrigin {
  public ProcessOrigin(ProcessLog source, RunTag tag) {
    this(source, tag, SparkId.index(source.directory().ownerId()));
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
  public void describe(JsonGenerator out, ParsedEvent event) throws IOException {
    out.writeObjectFieldStart("run");
    out.writeStringField("id", tag.runId());
    out.writeNumberField("attempt", tag.attempt());
    out.writeEndObject();
    if (tag.job() != null) {
      out.writeObjectFieldStart("job");
      out.writeStringField("name", tag.job());
      out.writeEndObject();
    }
    writeSpark(out, source.directory(), event);
  }

  private static void writeSpark(JsonGenerator out, LogDirectory directory, ParsedEvent event)
      throws IOException {
    Map<String, String> context = event.context();
    out.writeObjectFieldStart("spark");
    out.writeStringField("role", directory.role().label());
    writeId(out, "driver", directory.driverId());
    writeId(out, "app", directory.appId());
    writeId(out, "executor", directory.executorId());
    writeId(out, "worker", directory.worker());
    Optional<TaskMention> mention = TaskMention.of(event.message(), context);
    if (mention.isPresent()) {
      writeTask(out, mention.get());
    }
    if (!context.isEmpty()) {
      out.writeObjectFieldStart("context");
      for (Map.Entry<String, String> entry : context.entrySet()) {
        out.writeStringField(entry.getKey(), entry.getValue());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void writeTask(JsonGenerator out, TaskMention mention) throws IOException {
    out.writeObjectFieldStart("stage");
    out.writeNumberField("id", mention.stage());
    out.writeNumberField("attempt", mention.stageAttempt());
    out.writeEndObject();
    out.writeObjectFieldStart("task");
    out.writeNumberField("id", mention.task());
    out.writeNumberField("index", mention.index());
    out.writeEndObject();
  }

  private static void writeId(JsonGenerator out, String name, String id) throws IOException {
    if (id != null) {
      out.writeObjectFieldStart(name);
      out.writeStringField("id", id);
      out.writeEndObject();
    }
  }
}
