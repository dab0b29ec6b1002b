/** Tests of a hub of several nodes, each in a process of its own, started as an operator starts them. */
@NullMarked
package dev.flotilla.e2e.nodes;

import org.jspecify.annotations.NullMarked;
