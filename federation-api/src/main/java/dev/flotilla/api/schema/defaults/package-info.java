/**
 * What a kube-apiserver fills in where an object says nothing: the defaults of the table, and the rules that Kubernetes
 * has as code. The rules are keyed by type, so that a pod template is treated alike wherever it stands. It refuses
 * nothing.
 */
@NullMarked
package dev.flotilla.api.schema.defaults;

import org.jspecify.annotations.NullMarked;
