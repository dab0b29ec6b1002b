/**
 * What a node's kubelet lets clients do with a running container: read its log, run a command in it, reach a port of
 * it. The container is a handful of commands over a few files in memory; the protocols are the real ones.
 */
@NullMarked
package dev.flotilla.simulator.container;

import org.jspecify.annotations.NullMarked;
