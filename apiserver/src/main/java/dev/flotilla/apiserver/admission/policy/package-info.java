/**
 * Admission by expressions: ValidatingAdmissionPolicies, and the conditions under which webhooks are called. Policies
 * are compiled once for each version of them; evaluating them is pure in the request and the snapshot.
 */
@NullMarked
package dev.flotilla.apiserver.admission.policy;

import org.jspecify.annotations.NullMarked;
