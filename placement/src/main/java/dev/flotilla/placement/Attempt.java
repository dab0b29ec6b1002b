package dev.flotilla.placement;

/**
 * One affinity, tried.
 *
 * @param term the affinity's position among the placement's
 * @param selected candidates, the best first
 * @param dealt replicas by candidate
 */
record Attempt(int term, Candidates candidates, Choice<int[]> selected, Choice<int[]> dealt) {}
