/**
 * Role-based access control: who holds which rules at a snapshot, what a rule allows, what nobody may grant who does
 * not hold it, and the roles that every server starts with. All of it reads snapshots and writes nothing.
 */
@NullMarked
package dev.flotilla.apiserver.rbac;

import org.jspecify.annotations.NullMarked;
