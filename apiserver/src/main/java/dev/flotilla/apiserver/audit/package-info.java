/**
 * The audit log: which requests are written down and how much of them, by a policy as Kubernetes has it, and the file
 * they go to. Deciding is pure; writing happens on a thread of its own, and no request waits for it.
 */
@NullMarked
package dev.flotilla.apiserver.audit;

import org.jspecify.annotations.NullMarked;
