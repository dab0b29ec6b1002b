/** One class for each subcommand: its options, what it does in order, what it prints. */
@NullMarked
package dev.flotilla.cli.command;

import org.jspecify.annotations.NullMarked;
