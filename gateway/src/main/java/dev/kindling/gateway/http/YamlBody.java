package dev.kindling.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads bodies in YAML as if they were JSON: one object, no key twice, no tags that make objects of
 * Java, and few aliases, since those can blow a small document up.
 */
final class YamlBody {
  private static final int MOST_ALIASES = 50;
  private static final int DEEPEST = 50;

  private YamlBody() {}

  static ObjectNode object(byte[] bytes) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    try {
      Object loaded =
          new Yaml(new SafeConstructor(options)).load(new String(bytes, StandardCharsets.UTF_8));
      JsonNode document = Json.tree(loaded);
      if (document instanceof ObjectNode object) {
        return object;
      }
    } catch (MarkedYAMLException e) {
      throw Problems.invalid(
          "",
          "The body is not valid YAML at line "
              + (e.getProblemMark() == null ? "?" : e.getProblemMark().getLine() + 1)
              + ".");
    } catch (YAMLException | IllegalArgumentException e) {
      throw Problems.invalid("", "The body is not YAML that can be taken.");
    }
    throw Problems.invalid("", "The body must be an object.");
  }
}
