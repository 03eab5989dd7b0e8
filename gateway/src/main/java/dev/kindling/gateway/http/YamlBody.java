package dev.kindling.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads bodies in YAML as if they were JSON: one object, no key twice, the types of JSON and no
 * others (YAML 1.2, 10.2), so that {@code on} is a word and a date is text. Aliases are refused: a
 * few of them make a small document a huge one. May take some milliseconds.
 */
final class YamlBody {
  private static final int DEEPEST = 50;
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private YamlBody() {}

  static ObjectNode object(byte[] bytes) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setAllowRecursiveKeys(false);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(MOST_CHARACTERS);
    DumperOptions unused = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(unused),
            unused,
            options,
            new JsonTypes());
    try {
      Object loaded = yaml.load(new String(bytes, StandardCharsets.UTF_8));
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
      throw Problems.invalid(
          "", "The body is not YAML that can be taken: it may be too large, or have aliases.");
    }
    throw Problems.invalid("", "The body must be an object.");
  }

  /** What a plain scalar may be but text: YAML 1.2's core schema, as far as JSON has it. */
  private static final class JsonTypes extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
      addImplicitResolver(Tag.INT, Pattern.compile("-?(?:0|[1-9][0-9]*)"), "-0123456789");
      addImplicitResolver(
          Tag.FLOAT,
          Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"),
          "-0123456789");
      addImplicitResolver(Tag.NULL, Pattern.compile("null|~|"), "n~\0");
      addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    }
  }
}
