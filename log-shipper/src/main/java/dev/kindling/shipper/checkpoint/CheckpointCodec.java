package dev.kindling.shipper.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checkpoint as JSON: {@code {"version":2,"streams":{…}}}. Pure. Reads version 1 as well, whose
 * entries have the fingerprint of a file that was never rolled.
 */
public final class CheckpointCodec {
  private static final int VERSION = 2;
  private static final int WITHOUT_ROLLS = 1;

  private final ObjectMapper mapper = new ObjectMapper();

  public byte[] write(Checkpoint checkpoint) {
    ObjectNode root = mapper.createObjectNode().put("version", VERSION);
    root.set("streams", mapper.valueToTree(checkpoint.streams()));
    try {
      return mapper.writeValueAsBytes(root);
    } catch (IOException e) {
      throw new IllegalStateException("records of plain values can be written", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is not a checkpoint of this version
   */
  public Checkpoint read(byte[] bytes) throws IOException {
    JsonNode root = mapper.readTree(bytes);
    int version = root.path("version").asInt();
    boolean known = version == VERSION || version == WITHOUT_ROLLS;
    if (!known || !root.path("streams").isObject()) {
      throw new IOException("not a checkpoint of version " + VERSION);
    }
    SortedMap<String, StreamEntry> streams = new TreeMap<>();
    Iterator<Map.Entry<String, JsonNode>> entries = root.get("streams").properties().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, JsonNode> entry = entries.next();
      ObjectNode value = (ObjectNode) entry.getValue();
      if (version == WITHOUT_ROLLS) {
        JsonNode fingerprint = value.remove("fingerprint");
        value.putObject("segment").put("start", 0).set("fingerprint", fingerprint);
      }
      streams.put(entry.getKey(), mapper.treeToValue(value, StreamEntry.class));
    }
    return new Checkpoint(streams);
  }
}
