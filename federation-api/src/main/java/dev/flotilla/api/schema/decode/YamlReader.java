package dev.flotilla.api.schema.decode;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the first document of a YAML body as Kubernetes does: plain scalars by the rules of YAML 1.1, names as strings.
 * What aliases expand to is bounded. One instance reads one body.
 */
final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int EXPANDED_NODES_MAX = 1_000_000;
    private static final int DEPTH_MAX = 400;
    private static final int CODE_POINTS_MAX = 4 << 20;
    private static final String CANNOT = "yaml: ";

    private record Anchored(JsonNode node, int size) {}

    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final List<String> duplicates = new ArrayList<>();
    private int expandedNodes;
    private int depth;

    JsonNode read(byte[] body) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(CODE_POINTS_MAX)
                .setUseMarks(true)
                .build();
        try {
            Iterator<Event> events = new Parse(settings)
                    .parseInputStream(new ByteArrayInputStream(body))
                    .iterator();
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof NodeEvent node) {
                    return value(node, events);
                }
            }
            return NODES.nullNode();
        } catch (ReaderException e) {
            throw new DecodeFailure(CANNOT + "control characters are not allowed");
        } catch (MarkedYamlEngineException e) {
            throw new DecodeFailure(CANNOT + place(e));
        } catch (YamlEngineException | NoSuchElementException | NumberFormatException e) { // an escape without digits
            throw new DecodeFailure(CANNOT + Optional.ofNullable(e.getMessage()).orElse("the document is malformed"));
        }
    }

    /** Names given twice in one mapping, as one problem: reading keeps the last. */
    List<String> duplicates() {
        return duplicates.isEmpty()
                ? List.of()
                : List.of("yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates));
    }

    private static String place(MarkedYamlEngineException e) {
        String line = e.getProblemMark()
                .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                .orElse("");
        return line + e.getProblem();
    }

    private JsonNode value(NodeEvent event, Iterator<Event> events) {
        int before = expandedNodes;
        count(1);
        JsonNode node = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> YamlScalar.resolve(scalar);
            case SequenceStartEvent _ -> sequence(events);
            case MappingStartEvent _ -> mapping(events);
            default -> throw new DecodeFailure(CANNOT + "unexpected " + event.getEventId());
        };
        int size = expandedNodes - before;
        if (!(event instanceof AliasEvent)) {
            event.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, size)));
        }
        return node;
    }

    private void count(int nodes) {
        expandedNodes += nodes;
        if (expandedNodes > EXPANDED_NODES_MAX) {
            throw new DecodeFailure(CANNOT + "document contains excessive aliasing");
        }
    }

    private JsonNode alias(AliasEvent alias) {
        Anchor anchor = alias.getAlias();
        Anchored anchored = anchors.get(anchor);
        if (anchored == null) {
            throw new DecodeFailure(CANNOT + "unknown anchor '" + anchor + "' referenced");
        }
        count(anchored.size());
        return anchored.node();
    }

    private ArrayNode sequence(Iterator<Event> events) {
        enter();
        ArrayNode items = NODES.arrayNode();
        while (events.next() instanceof NodeEvent item) {
            items.add(value(item, events));
        }
        depth--;
        return items;
    }

    private ObjectNode mapping(Iterator<Event> events) {
        enter();
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        ObjectNode own = NODES.objectNode();
        while (events.next() instanceof NodeEvent key) {
            boolean merge = key instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals("<<");
            JsonNode name = value(key, events);
            NodeEvent valueEvent = (NodeEvent) events.next();
            JsonNode value = value(valueEvent, events);
            if (merge) {
                merge(value, merged);
            } else {
                put(own, name, value, key);
            }
        }
        depth--;
        merged.forEach((name, value) -> {
            if (!own.has(name)) {
                own.set(name, value);
            }
        });
        return own;
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw new DecodeFailure(CANNOT + "exceeded max depth of " + DEPTH_MAX);
        }
    }

    private static void merge(JsonNode value, Map<String, JsonNode> into) {
        if (value instanceof ArrayNode maps) {
            maps.forEach(map -> merge(map, into));
        } else if (value instanceof ObjectNode map) {
            map.properties().forEach(entry -> into.putIfAbsent(entry.getKey(), entry.getValue()));
        } else {
            throw new DecodeFailure(CANNOT + "map merge requires map or sequence of maps as the value");
        }
    }

    private void put(ObjectNode own, JsonNode name, JsonNode value, NodeEvent at) {
        if (name.isContainer()) {
            throw new DecodeFailure(CANNOT + "invalid map key: a mapping's keys must be scalars");
        }
        String key = name.isNull() ? "null" : name.asString();
        if (own.has(key)) {
            int line = at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            duplicates.add("line " + line + ": key " + GoText.quoted(key) + " already set in map");
        }
        own.set(key, value);
    }
}
