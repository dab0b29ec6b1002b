/** What can be wrong with a local hub, looked at one by one, each with what to do about it. */
@NullMarked
package dev.flotilla.cli.doctor;

import org.jspecify.annotations.NullMarked;
