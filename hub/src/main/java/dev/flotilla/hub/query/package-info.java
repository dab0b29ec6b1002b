/**
 * What the hub answers beside Kubernetes' API about one object at a time, and what such questions have in common: which
 * object is meant, and whether the user may know.
 */
@NullMarked
package dev.flotilla.hub.query;

import org.jspecify.annotations.NullMarked;
