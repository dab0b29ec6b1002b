/** Objects' past as the command line shows it: asked of the hub, told in rows. It writes nothing. */
@NullMarked
package dev.flotilla.cli.history;

import org.jspecify.annotations.NullMarked;
