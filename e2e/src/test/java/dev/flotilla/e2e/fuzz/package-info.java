/**
 * Seeded fuzzers against the API server over real sockets: bad bodies, patches, selectors, paths, headers, frames and
 * tokens. What was once found is in the resources beside the seeds and is tried again in every build.
 */
@NullMarked
package dev.flotilla.e2e.fuzz;

import org.jspecify.annotations.NullMarked;
