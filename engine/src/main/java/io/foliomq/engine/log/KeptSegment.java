package io.foliomq.engine.log;

import java.util.BitSet;

/**
 * A segment that a repair found worth keeping.
 *
 * @param end one more than the last sequence with an intact record
 * @param lost bit i: the record at first + i is gone
 */
public record KeptSegment(long number, long first, long end, BitSet lost) {
    public boolean isLost(long sequence) {
        return sequence >= end || lost.get((int) (sequence - first));
    }
}
