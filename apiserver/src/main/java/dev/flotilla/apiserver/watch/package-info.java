/**
 * Watches: changes as they come, filtered and shown to one client. A watch owns a bounded queue between the store's
 * thread and its client's; a client too slow for it is cut off and comes back where it was.
 */
@NullMarked
package dev.flotilla.apiserver.watch;

import org.jspecify.annotations.NullMarked;
