package dev.flotilla.api.traffic;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The records that ExternalDNS is to keep at a DNS provider. */
public record DnsEndpointSpec(List<Endpoint> endpoints) {

    /**
     * One set of records.
     *
     * @param setIdentifier tells records of the same name and type apart
     */
    public record Endpoint(
            String dnsName,
            List<String> targets,
            String recordType,
            String setIdentifier,
            @Nullable Long recordTTL,
            Map<String, String> labels,
            List<Property> providerSpecific) {
        public Endpoint {
            targets = List.copyOf(targets);
            labels = Map.copyOf(labels);
            providerSpecific = List.copyOf(providerSpecific);
        }
    }

    public record Property(
            @Rule(required = true) String name,
            @Rule(required = true) String value) {}

    public DnsEndpointSpec {
        endpoints = List.copyOf(endpoints);
    }

    public static DnsEndpointSpec of(JsonNode object) {
        return RecordJson.read(object.path("spec"), DnsEndpointSpec.class);
    }
}
