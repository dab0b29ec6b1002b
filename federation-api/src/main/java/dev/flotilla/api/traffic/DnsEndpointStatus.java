package dev.flotilla.api.traffic;

import org.jspecify.annotations.Nullable;

/** How far ExternalDNS has come. */
public record DnsEndpointStatus(@Nullable Long observedGeneration) {}
