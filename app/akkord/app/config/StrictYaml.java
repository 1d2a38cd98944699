package akkord.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML into a {@link Config} whose values remember line and column. Refuses what is easily a
 * slip: tabs, duplicate keys, several documents; a key without a value keeps its default.
 */
public final class StrictYaml {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_ALIASES = 20;
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");
  private static final Set<String> TRUTHS = Set.of("true", "false");

  private final String source;

  private StrictYaml(String source) {
    this.source = source;
  }

  /**
   * Parses a whole text.
   *
   * @param source what to call it in errors, the file's name for example
   * @throws Unreadable naming line and column of the first thing that is wrong
   */
  public static Config parse(String text, String source) throws Unreadable {
    return new StrictYaml(source).read(text);
  }

  private Config read(String text) throws Unreadable {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null || root.getTag().equals(Tag.NULL)) {
        return ConfigValueFactory.fromMap(Map.of(), source).toConfig();
      }
      if (!(root instanceof MappingNode mapping)) {
        throw wrong(root, "must be settings such as \"port: 7880\"");
      }
      return object(mapping, 0).toConfig();
    } catch (MarkedYAMLException e) {
      throw new Unreadable(new Problem(source, explain(e)));
    } catch (YAMLException e) {
      throw new Unreadable(new Problem(source, firstLine(e.getMessage())));
    }
  }

  private ConfigObject object(MappingNode mapping, int depth) throws Unreadable {
    if (depth > MAX_DEPTH) {
      throw wrong(mapping, "is nested too deeply");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Node> seen = new LinkedHashMap<>();
    List<MappingNode> takenIn = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(tuple.getKeyNode(), "a key must be a plain word");
      }
      Node earlier = seen.put(key.getValue(), key);
      if (earlier != null) {
        int line = earlier.getStartMark().getLine() + 1;
        throw wrong(key, "\"%s\" stands here twice, first in line %d".formatted(name(key), line));
      }
      if (key.getTag().equals(Tag.MERGE)) {
        takenIn.addAll(mappings(tuple.getValueNode()));
        continue;
      }
      ConfigValue value = value(tuple.getValueNode(), depth + 1);
      if (value != null) {
        values.put(key.getValue(), value);
      }
    }
    for (MappingNode other : takenIn) {
      object(other, depth + 1)
          .forEach(
              (name, value) -> {
                if (!seen.containsKey(name)) {
                  values.putIfAbsent(name, value);
                }
              });
    }
    return ConfigValueFactory.fromMap(values, where(mapping.getStartMark()));
  }

  /** What a merge key (YAML 1.1 type merge) takes in: one mapping or a list of them. */
  private List<MappingNode> mappings(Node merged) throws Unreadable {
    List<Node> nodes = merged instanceof SequenceNode list ? list.getValue() : List.of(merged);
    List<MappingNode> mappings = new ArrayList<>();
    for (Node node : nodes) {
      if (!(node instanceof MappingNode mapping)) {
        throw wrong(node, "\"<<\" takes in other settings, such as \"<<: *name\"");
      }
      mappings.add(mapping);
    }
    return mappings;
  }

  /** Null for a value that is left out. */
  private ConfigValue value(Node node, int depth) throws Unreadable {
    String origin = where(node.getStartMark());
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        List<ConfigValue> values = new ArrayList<>();
        if (depth > MAX_DEPTH) {
          throw wrong(sequence, "is nested too deeply");
        }
        for (Node element : sequence.getValue()) {
          ConfigValue value = value(element, depth + 1);
          if (value == null) {
            throw wrong(element, "a list holds nothing here");
          }
          values.add(value);
        }
        yield ConfigValueFactory.fromIterable(values, origin);
      }
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> null;
      case ScalarNode scalar -> ConfigValueFactory.fromAnyRef(scalar(scalar), origin);
      default -> throw wrong(node, "cannot be understood");
    };
  }

  /** Text stays as written unless it is surely a number: a secret may have leading zeros. */
  private static Object scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.isPlain() && INTEGER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return number == (int) number ? (Object) (int) number : (Object) number;
    }
    return scalar.isPlain() && TRUTHS.contains(text) ? (Object) Boolean.valueOf(text) : text;
  }

  private Unreadable wrong(Node node, String what) {
    return new Unreadable(new Problem(where(node.getStartMark()), what));
  }

  private String where(Mark mark) {
    return "%s: line %d, column %d".formatted(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private String explain(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    String at = "line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    String problem = firstLine(e.getProblem() == null ? e.getMessage() : e.getProblem());
    return at
        + (problem.contains("TAB") ? "there is a tab: YAML is indented with spaces" : problem);
  }

  private static String name(ScalarNode key) {
    return key.getValue().replaceAll("\\s+", " ");
  }

  private static String firstLine(String text) {
    return text == null ? "cannot be read as YAML" : text.lines().findFirst().orElse("");
  }
}
