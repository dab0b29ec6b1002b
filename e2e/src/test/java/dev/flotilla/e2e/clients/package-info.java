/**
 * Clients that people have, driven against a hub as they are: command lines, libraries of several languages, and the
 * engines of GitOps. docs/clients.md says which, in which versions.
 */
@NullMarked
package dev.flotilla.e2e.clients;

import org.jspecify.annotations.NullMarked;
