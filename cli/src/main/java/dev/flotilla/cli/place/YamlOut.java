package dev.flotilla.cli.place;

import dev.flotilla.api.store.ObjectJson;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.node.ObjectNode;

/** Objects as documents of a YAML stream, in which every text that some reader may take for a boolean is quoted. */
final class YamlOut {
    private static final int WIDTH = 120;

    private final Dump dump = new Dump(DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.AUTO)
            .setExplicitStart(true)
            .setWidth(WIDTH)
            .build());

    String document(ObjectNode object) {
        return dump.dumpToString(ObjectJson.mapper().treeToValue(object, Object.class));
    }
}
