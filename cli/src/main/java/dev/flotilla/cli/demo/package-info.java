/**
 * The demo's story: what it does in which order, what it waits for and what it shows. It speaks to the hub's API alone.
 */
@NullMarked
package dev.flotilla.cli.demo;

import org.jspecify.annotations.NullMarked;
