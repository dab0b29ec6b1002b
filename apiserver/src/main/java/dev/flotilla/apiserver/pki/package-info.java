/**
 * Keys and certificates: the authority that a hub or a simulated fleet generates, the certificates it signs, and the
 * kubeconfig that hands them to a user. It opens no connection and decides nobody's rights.
 */
@NullMarked
package dev.flotilla.apiserver.pki;

import org.jspecify.annotations.NullMarked;
