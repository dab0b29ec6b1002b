/**
 * OpenAPI v2 and v3 documents, generated from the same types by which bodies are decoded: what kubectl, Argo CD and
 * code generators need to validate, apply, edit and explain. Pure functions of a catalog.
 */
@NullMarked
package dev.flotilla.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
