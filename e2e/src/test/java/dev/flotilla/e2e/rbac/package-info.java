/**
 * Rights compared: random roles and bindings are given to a real kube-apiserver and to a server of ours, and both are
 * asked the same questions.
 */
@NullMarked
package dev.flotilla.e2e.rbac;

import org.jspecify.annotations.NullMarked;
