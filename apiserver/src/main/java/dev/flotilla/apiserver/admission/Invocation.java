package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;

/**
 * A webhook that is to be called.
 *
 * @param as the version of the resource in which it wants to see the object
 */
record Invocation(Webhook webhook, ResourceType as) {}
