/**
 * What a CustomResourceDefinition's schema means for its objects: their shape, as the same types that built-in kinds
 * have, their defaults, and what is wrong with them in Kubernetes' words. It serves nothing.
 */
@NullMarked
package dev.flotilla.api.schema.custom;

import org.jspecify.annotations.NullMarked;
