package dev.kindling.gateway.http;

import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is served, by method and path, found segment by segment. Of what is not plainly one of its
 * paths (escapes, empty segments, a slash at the end) it knows nothing: that is for somebody who
 * can say what is wrong.
 *
 * <p>Filled once, then read by any thread.
 */
final class PathTree<T> {
  private final Node<T> root = new Node<>();

  /** What has been read of a path so far. */
  private static final class Node<T> {
    private final Map<String, Node<T>> texts = new HashMap<>();
    private final Map<HttpMethod, T> served = new HashMap<>();
    private Node<T> parameter;
  }

  /**
   * Adds one.
   *
   * @param template of its path, as OpenAPI writes it: a segment is a text or a name in braces
   */
  void add(HttpMethod method, String template, T what) {
    Node<T> node = root;
    for (String segment : template.substring(1).split("/")) {
      if (segment.startsWith("{")) {
        node.parameter = node.parameter == null ? new Node<>() : node.parameter;
        node = node.parameter;
      } else {
        node = node.texts.computeIfAbsent(segment, text -> new Node<>());
      }
    }
    node.served.put(method, what);
  }

  /**
   * Looks for one.
   *
   * @param path as it came, without the query; may be null
   */
  Optional<T> find(HttpMethod method, String path) {
    return path == null || !path.startsWith("/") || path.indexOf('%') >= 0
        ? Optional.empty()
        : Optional.ofNullable(find(root, path, 0, method));
  }

  /**
   * @param at where the slash before the next segment is
   */
  private static <T> T find(Node<T> node, String path, int at, HttpMethod method) {
    if (at == path.length()) {
      return node.served.get(method);
    }
    int slash = path.indexOf('/', at + 1);
    int end = slash < 0 ? path.length() : slash;
    String segment = path.substring(at + 1, end);
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      return null;
    }
    // A text goes before a parameter, as OpenAPI asks (3.1, "Path Templating Matching").
    Node<T> text = node.texts.get(segment);
    T found = text == null ? null : find(text, path, end, method);
    return found != null || node.parameter == null
        ? found
        : find(node.parameter, path, end, method);
  }
}
