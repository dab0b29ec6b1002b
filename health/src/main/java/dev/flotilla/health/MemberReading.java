package dev.flotilla.health;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a member said of itself at one moment.
 *
 * @param version its {@code gitVersion}
 * @param nodes its Node objects
 * @param pods its Pod objects that are neither Succeeded nor Failed
 */
public record MemberReading(String version, List<ApiEnablement> apis, List<JsonNode> nodes, List<JsonNode> pods) {
    /** One API group and version with the resources it serves, without subresources. */
    public record ApiEnablement(String groupVersion, List<Resource> resources) {
        public ApiEnablement {
            resources = List.copyOf(resources);
        }
    }

    public record Resource(String name, String kind) {}

    public MemberReading {
        apis = List.copyOf(apis);
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
    }
}
