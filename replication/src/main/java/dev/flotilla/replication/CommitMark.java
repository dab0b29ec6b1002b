package dev.flotilla.replication;

/**
 * Which commit a record belongs to and its place there, so that a reader shows the commit's writes together.
 *
 * @param index from 0
 * @param count how many records the commit had when it was written; compaction may have taken some since
 */
public record CommitMark(CommitId id, int index, int count) {
    public CommitMark {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("record " + index + " of a commit of " + count);
        }
    }

    boolean last() {
        return index + 1 == count;
    }
}
