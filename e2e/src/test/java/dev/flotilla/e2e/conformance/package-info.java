/**
 * Whether the hub behaves as a kube-apiserver does: which cases there are, of what part of the API each speaks, and how
 * each subject fared. The cases stand where they are written; this package counts them, and compares servers by
 * requests that nobody wrote by hand.
 */
@NullMarked
package dev.flotilla.e2e.conformance;

import org.jspecify.annotations.NullMarked;
