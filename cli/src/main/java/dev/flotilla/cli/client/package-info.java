/** How the command line speaks to a Kubernetes API: kubeconfigs, requests, manifests. It knows no local processes. */
@NullMarked
package dev.flotilla.cli.client;

import org.jspecify.annotations.NullMarked;
