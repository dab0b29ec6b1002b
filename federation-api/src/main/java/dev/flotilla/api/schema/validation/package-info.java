/**
 * What is wrong with an object of a kind that the hub checks itself, field by field, in Kubernetes' words: so that a
 * bad Deployment is refused once, at the hub, and not later by every member. It judges completed objects and changes
 * none.
 */
@NullMarked
package dev.flotilla.api.schema.validation;

import org.jspecify.annotations.NullMarked;
