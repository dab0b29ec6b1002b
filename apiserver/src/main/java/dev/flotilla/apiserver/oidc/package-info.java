/**
 * Users whom others vouch for: tokens of OpenID Connect issuers, as Kubernetes' AuthenticationConfiguration names them.
 * What a token's claims make of its bearer is a pure function; keys are fetched within bounds and kept for a while.
 */
@NullMarked
package dev.flotilla.apiserver.oidc;

import org.jspecify.annotations.NullMarked;
