/**
 * Kubernetes' own controllers as pure reconcilers: definitions become served, namespaces and their content end
 * together, dependents follow their owners, roles gather others' rules, namespaces get what every namespace has. Who
 * runs them is not their business; they import neither HTTP nor actors.
 */
@NullMarked
package dev.flotilla.apiserver.controller;

import org.jspecify.annotations.NullMarked;
