/** Tests of Flotilla from outside: what they share is here, and must not know what is tested with it. */
@NullMarked
package dev.flotilla.e2e;

import org.jspecify.annotations.NullMarked;
