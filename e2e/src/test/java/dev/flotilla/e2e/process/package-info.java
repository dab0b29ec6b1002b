/**
 * Hub nodes in processes of this machine: what {@code hub init} writes for them, how they are started, asked, and ended
 * in every way there is. It knows nothing of what is tested with them.
 */
@NullMarked
package dev.flotilla.e2e.process;

import org.jspecify.annotations.NullMarked;
