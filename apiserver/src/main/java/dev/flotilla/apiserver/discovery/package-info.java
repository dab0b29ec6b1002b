/**
 * Says what the server serves: groups, versions and resources in both forms that clients ask for, its version and its
 * health. It reads the catalog and no object.
 */
@NullMarked
package dev.flotilla.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
