/**
 * The columns and cells that kubectl prints for each kind: Kubernetes' own kinds by the table of its facts, custom
 * resources by their definitions. Pure functions of an object and the time.
 */
@NullMarked
package dev.flotilla.apiserver.table;

import org.jspecify.annotations.NullMarked;
