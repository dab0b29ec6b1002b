/**
 * What makes a CustomResourceDefinition one that can be served: names, versions, structural schemas, rules within their
 * cost, columns, selectable fields and conversion. It holds no object against any schema.
 */
@NullMarked
package dev.flotilla.api.schema.definition;

import org.jspecify.annotations.NullMarked;
