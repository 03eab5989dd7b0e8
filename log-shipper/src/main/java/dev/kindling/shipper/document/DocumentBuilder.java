package dev.kindling.shipper.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kindling.kit.log.event.EventFlag;
import dev.kindling.kit.log.event.RawEvent;
import dev.kindling.kit.log.parse.ErrorPart;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.checkpoint.ResumePoint;
import dev.kindling.shipper.work.LogDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the document of an event, in the names of ECS plus {@code run.*}, {@code job.*} and {@code
 * spark.*}. Its id and index are functions of the event's place alone.
 */
public final class DocumentBuilder {
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(4_096);

  /**
   * Makes one document.
   *
   * @param origin what the stream's documents have in common
   * @param event the event in the file
   * @param parsed what it says
   * @param time the best time that is known if it names none
   * @param created when it was read
   * @param after the place behind it
   * @param stream who wants to know that it has arrived
   */
  public LogDocument build(
      ProcessOrigin origin,
      RawEvent event,
      ParsedEvent parsed,
      Instant time,
      Instant created,
      ResumePoint after,
      LogDocument.Arrivals stream) {
    buffer.reset();
    try (JsonGenerator out = json.createGenerator(buffer)) {
      out.writeStartObject();
      out.writeStringField("@timestamp", (parsed.time() == null ? time : parsed.time()).toString());
      out.writeStringField("message", parsed.message());
      writeLog(out, origin, event, parsed);
      writeEvent(out, origin, event, created);
      writeError(out, parsed.error());
      writeRun(out, origin.tag());
      writeSpark(out, origin.source().directory(), parsed);
      if (parsed.traceId() != null) {
        out.writeObjectFieldStart("trace");
        out.writeStringField("id", parsed.traceId());
        out.writeEndObject();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    String id = DocumentId.of(origin.streamKey(), event.start(), event.bytes().length);
    String index = IndexName.of(origin.source().directory().ownerId());
    return new LogDocument(id, index, buffer.toByteArray(), event.start(), after, false, stream);
  }

  private static void writeLog(
      JsonGenerator out, ProcessOrigin origin, RawEvent event, ParsedEvent parsed)
      throws IOException {
    out.writeObjectFieldStart("log");
    writeIfPresent(out, "level", parsed.level());
    writeIfPresent(out, "logger", parsed.logger());
    out.writeNumberField("offset", event.start());
    Set<EventFlag> flags = EnumSet.noneOf(EventFlag.class);
    flags.addAll(event.flags());
    if (parsed.time() == null) {
      flags.add(EventFlag.UNDATED);
    }
    if (!flags.isEmpty()) {
      out.writeArrayFieldStart("flags");
      for (EventFlag flag : flags) {
        out.writeString(flag.label());
      }
      out.writeEndArray();
    }
    out.writeStringField("iostream", origin.source().iostream().label());
    out.writeObjectFieldStart("file");
    out.writeStringField("path", origin.source().path().toString());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void writeEvent(
      JsonGenerator out, ProcessOrigin origin, RawEvent event, Instant created) throws IOException {
    out.writeObjectFieldStart("event");
    out.writeNumberField("length", event.bytes().length);
    out.writeStringField("created", created.toString());
    boolean first = event.group() < 0;
    if (!first || event.flags().contains(EventFlag.TRUNCATED)) {
      long group = first ? event.start() : event.group();
      out.writeStringField("group", DocumentId.group(origin.streamKey(), group));
    }
    out.writeEndObject();
  }

  private static void writeError(JsonGenerator out, ErrorPart error) throws IOException {
    if (error != null) {
      out.writeObjectFieldStart("error");
      out.writeStringField("type", error.type());
      writeIfPresent(out, "message", error.message());
      writeIfPresent(out, "stack_trace", error.stackTrace());
      out.writeEndObject();
    }
  }

  private static void writeRun(JsonGenerator out, RunTag tag) throws IOException {
    out.writeObjectFieldStart("run");
    out.writeStringField("id", tag.runId());
    out.writeNumberField("attempt", tag.attempt());
    out.writeEndObject();
    if (tag.job() != null) {
      out.writeObjectFieldStart("job");
      out.writeStringField("name", tag.job());
      out.writeEndObject();
    }
  }

  private static void writeSpark(JsonGenerator out, LogDirectory directory, ParsedEvent parsed)
      throws IOException {
    Map<String, String> context = parsed.context();
    out.writeObjectFieldStart("spark");
    out.writeStringField("role", directory.role().label());
    writeId(out, "driver", directory.driverId());
    writeId(out, "app", directory.appId());
    writeId(out, "executor", directory.executorId());
    writeId(out, "worker", directory.worker());
    Optional<TaskMention> mention = TaskMention.of(parsed.message(), context);
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

  private static void writeIfPresent(JsonGenerator out, String name, String value)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }
}
