/** Measures the API: the hub's, and a kube-apiserver's over etcd beside it, by the same load in the same run. */
@NullMarked
package dev.flotilla.cli.bench.api;

import org.jspecify.annotations.NullMarked;
