package dev.kindling.shipper.document;

import static dev.kindling.shipper.document.JsonBytes.piece;

import dev.kindling.kit.log.event.EventFlag;
import dev.kindling.kit.log.event.RawEvent;
import dev.kindling.kit.log.parse.ErrorPart;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.shipper.checkpoint.ResumePoint;
import java.time.Instant;

/**
 * Makes the document of an event, in the names of ECS plus {@code run.*}, {@code job.*} and {@code
 * spark.*}. Its id is a function of the event's place alone, its index of what stands in the log up
 * to there. One thread.
 */
public final class DocumentBuilder {
  private static final byte[] TIMESTAMP = piece("{\"@timestamp\":");
  private static final byte[] MESSAGE = piece(",\"message\":");
  private static final byte[] LOG = piece(",\"log\":{\"offset\":");
  private static final byte[] LEVEL = piece(",\"level\":");
  private static final byte[] LOGGER = piece(",\"logger\":");
  private static final byte[] PARTS = piece(",\"parts\":");
  private static final byte[] FLAGS = piece(",\"flags\":");
  private static final byte[] EVENT = piece(",\"event\":{\"length\":");
  private static final byte[] CREATED = piece(",\"created\":");
  private static final byte[] GROUP = piece(",\"group\":");
  private static final byte[] ERROR = piece(",\"error\":{\"type\":");
  private static final byte[] STACK_TRACE = piece(",\"stack_trace\":");
  private static final byte[] THREAD = piece(",\"process\":{\"thread\":{\"name\":");
  private static final byte[] TRACE = piece(",\"trace\":{\"id\":");
  private static final byte[] END = piece("}");
  private static final byte[] END_OF_TWO = piece("}}");

  private final JsonBytes json = new JsonBytes();
  private final TimeText time = new TimeText();
  private final TimeText created = new TimeText();

  /**
   * Makes one document.
   *
   * @param place where the event stands
   * @param event the event in the file
   * @param parsed what it says
   * @param times what is known of when it happened
   * @param after the place behind it
   * @param stream who wants to know that it has arrived
   */
  public LogDocument build(
      StreamPlace place,
      RawEvent event,
      ParsedEvent parsed,
      EventTimes times,
      ResumePoint after,
      LogDocument.Arrivals stream) {
    json.clear();
    Instant at = parsed.time() == null ? times.best() : parsed.time();
    json.raw(TIMESTAMP).text(time.of(at));
    json.raw(MESSAGE).text(parsed.message());
    writeLog(place.origin(), event, parsed);
    writeEvent(place.key(), event, times.created());
    writeError(parsed.error());
    place.origin().describe(json, parsed);
    if (parsed.thread() != null) {
      json.raw(THREAD).text(parsed.thread()).raw(END_OF_TWO);
    }
    if (parsed.traceId() != null) {
      json.raw(TRACE).text(parsed.traceId()).raw(END);
    }
    json.raw(END);
    String id = DocumentId.of(place.key(), event.start(), event.bytes().length);
    String index = place.origin().index(times.stamp());
    return new LogDocument(id, index, json.toBytes(), event.start(), after, false, stream);
  }

  private void writeLog(LogOrigin origin, RawEvent event, ParsedEvent parsed) {
    json.raw(LOG).number(event.start());
    writeIfPresent(LEVEL, parsed.level());
    writeIfPresent(LOGGER, parsed.logger());
    String parts = NameParts.of(parsed.message());
    if (!parts.isEmpty()) {
      json.raw(PARTS).text(parts);
    }
    boolean undated = parsed.time() == null;
    if (undated || !event.flags().isEmpty()) {
      json.raw(FLAGS);
      char before = '[';
      for (EventFlag flag : EventFlag.values()) {
        if (event.flags().contains(flag) || (undated && flag == EventFlag.UNDATED)) {
          json.raw(before).text(flag.label());
          before = ',';
        }
      }
      json.raw(']');
    }
    json.raw(origin.file());
    json.raw(END);
  }

  private void writeEvent(String key, RawEvent event, Instant read) {
    json.raw(EVENT).number(event.bytes().length).raw(CREATED).text(created.of(read));
    boolean first = event.group() < 0;
    if (!first || event.flags().contains(EventFlag.TRUNCATED)) {
      json.raw(GROUP).text(DocumentId.group(key, first ? event.start() : event.group()));
    }
    json.raw(END);
  }

  private void writeError(ErrorPart error) {
    if (error != null) {
      json.raw(ERROR).text(error.type());
      writeIfPresent(MESSAGE, error.message());
      writeIfPresent(STACK_TRACE, error.stackTrace());
      json.raw(END);
    }
  }

  private void writeIfPresent(byte[] name, String value) {
    if (value != null) {
      json.raw(name).text(value);
    }
  }

  /** Neighbours have the same time more often than not, and a time takes long to print. */
  private static final class TimeText {
    private Instant last = Instant.EPOCH;
    private String text = last.toString();

    String of(Instant time) {
      if (!time.equals(last)) {
        last = time;
        text = time.toString();
      }
      return text;
    }
  }
}
