/**
 * The CEL rules that a CustomResourceDefinition puts beside its schema ({@code x-kubernetes-validations}): the types
 * they see, their compilation and cost, and their evaluation on an object and the one it replaces.
 */
@NullMarked
package dev.flotilla.api.schema.rule;

import org.jspecify.annotations.NullMarked;
