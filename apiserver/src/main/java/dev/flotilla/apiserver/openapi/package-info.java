/**
 * OpenAPI v3 documents, generated from the same types by which bodies are decoded: what kubectl needs to validate,
 * apply, edit and explain. Pure functions of a catalog.
 */
@NullMarked
package dev.flotilla.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
