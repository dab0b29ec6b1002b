/** Names and marks that Karmada's users know: of bindings, works, labels and finalizers. Text alone. */
@NullMarked
package dev.flotilla.api.naming;

import org.jspecify.annotations.NullMarked;
