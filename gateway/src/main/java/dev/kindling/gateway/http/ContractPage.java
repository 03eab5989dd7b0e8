package dev.kindling.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.kindling.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The contract as a page for people: one file without scripts, so that it works offline, prints,
 * and can be searched with the browser's own search. Made once.
 */
final class ContractPage {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem 2rem;color:#1b1f24}
      nav a{margin-right:1rem}h2{border-bottom:2px solid #d0d7de;margin-top:3rem}
      details{border:1px solid #d0d7de;border-radius:6px;margin:.5rem 0;padding:.5rem 1rem}
      summary{cursor:pointer}code,pre{font:14px/1.4 ui-monospace,monospace}
      pre{background:#f6f8fa;padding:.75rem;overflow:auto;border-radius:6px}
      .m{display:inline-block;min-width:4.5rem;font-weight:700}.r{float:right;color:#57606a}
      table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-top:1px solid #d0d7de}
      @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}
      details,td,th,h2{border-color:#30363d}.r{color:#8b949e}a{color:#58a6ff}}
      """;

  private final JsonNode contract;
  private final StringBuilder page = new StringBuilder();

  private ContractPage(JsonNode contract) {
    this.contract = contract;
  }

  /** The page in UTF-8. */
  static byte[] of(JsonNode contract) {
    return new ContractPage(contract).made().getBytes(StandardCharsets.UTF_8);
  }

  /** What browsers may do with it: show it, and use its own style. */
  static String policy() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; frame-ancestors 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(digest)
          + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private String made() {
    JsonNode info = contract.path("info");
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(text(info.path("title")))
        .append(" API</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(text(info.path("title")))
        .append(" API</h1><p>")
        .append(text(info.path("summary")))
        .append("</p><p>")
        .append(text(info.path("description")))
        .append(
            "</p><p>As a document for machines: <a href=\"/openapi.json\">/openapi.json</a></p>");
    Map<String, List<String>> byTag = operations();
    page.append("<nav>");
    contract
        .path("tags")
        .forEach(
            tag ->
                page.append("<a href=\"#")
                    .append(text(tag.path("name")))
                    .append("\">")
                    .append(text(tag.path("name")))
                    .append("</a>"));
    page.append("</nav>");
    contract.path("tags").forEach(tag -> section(tag, byTag));
    return page.append("</html>").toString();
  }

  private void section(JsonNode tag, Map<String, List<String>> byTag) {
    String name = tag.path("name").asText();
    page.append("<h2 id=\"")
        .append(text(tag.path("name")))
        .append("\">")
        .append(text(tag.path("name")))
        .append("</h2><p>")
        .append(text(tag.path("description")))
        .append("</p>");
    byTag.getOrDefault(name, List.of()).forEach(page::append);
  }

  private Map<String, List<String>> operations() {
    Map<String, List<String>> byTag = new LinkedHashMap<>();
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          JsonNode operation = method.getValue();
                          if (operation.has("operationId")) {
                            byTag
                                .computeIfAbsent(
                                    operation.at("/tags/0").asText(), tag -> new ArrayList<>())
                                .add(
                                    operation(
                                        method.getKey(),
                                        path.getKey(),
                                        path.getValue(),
                                        operation));
                          }
                        }));
    return byTag;
  }

  private String operation(String method, String path, JsonNode shared, JsonNode operation) {
    StringBuilder html = new StringBuilder();
    html.append("<details id=\"")
        .append(text(operation.path("operationId")))
        .append("\"><summary><span class=\"r\">")
        .append(text(operation.at("/x-kindling-access/role")))
        .append("</span><span class=\"m\">")
        .append(escaped(method.toUpperCase(Locale.ROOT)))
        .append("</span> <code>")
        .append(escaped(path))
        .append("</code> ")
        .append(text(operation.path("summary")))
        .append("</summary><p>")
        .append(text(operation.path("description")))
        .append("</p>");
    parameters(html, shared.path("parameters"), operation.path("parameters"));
    operation
        .path("requestBody")
        .path("content")
        .properties()
        .forEach(type -> example(html, type.getKey(), type.getValue().path("example")));
    html.append("<table><tr><th>Answer<th>");
    operation
        .path("responses")
        .properties()
        .forEach(
            response ->
                html.append("<tr><td>")
                    .append(escaped(response.getKey()))
                    .append("<td>")
                    .append(text(resolved(response.getValue()).path("description"))));
    return html.append("</table></details>").toString();
  }

  private void parameters(StringBuilder html, JsonNode shared, JsonNode own) {
    List<JsonNode> all = new ArrayList<>();
    shared.forEach(all::add);
    own.forEach(all::add);
    if (all.isEmpty()) {
      return;
    }
    html.append("<table><tr><th>Parameter<th>In<th>");
    for (JsonNode one : all) {
      JsonNode parameter = resolved(one);
      html.append("<tr><td><code>")
          .append(text(parameter.path("name")))
          .append("</code><td>")
          .append(text(parameter.path("in")))
          .append("<td>")
          .append(text(parameter.path("description")))
          .append(words(resolved(parameter.path("schema"))));
    }
    html.append("</table>");
  }

  private static String words(JsonNode schema) {
    if (!schema.path("enum").isArray()) {
      return "";
    }
    List<String> words = new ArrayList<>();
    schema.path("enum").forEach(word -> words.add(escaped(word.asText())));
    return " One of " + String.join(", ", words) + ".";
  }

  private static void example(StringBuilder html, String type, JsonNode example) {
    html.append("<p>Body: <code>").append(escaped(type)).append("</code></p>");
    if (!example.isMissingNode()) {
      try {
        html.append("<pre>")
            .append(
                escaped(
                    Json.mapper()
                        .writer(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(example)))
            .append("</pre>");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : contract.at(reference.substring(1));
  }

  private static String text(JsonNode node) {
    return escaped(node.asText());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
