package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import tools.jackson.databind.JsonNode;

/**
 * What one member reports of its copy.
 *
 * @param status as reflected; a missing node if nothing was ever seen
 */
public record ClusterStatusItem(String cluster, JsonNode status, boolean applied, Health health) {}
