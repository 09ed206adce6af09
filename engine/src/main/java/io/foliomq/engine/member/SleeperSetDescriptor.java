package io.foliomq.engine.member;

/**
 * A set of member slots in shared memory: a summary and 16 words of 64 bits. Little endian; the region is aligned to 8 bytes.
 *
 * <pre>
 *   0         8        16               128       136
 *   +---------+--------+------ ... -----+---------+
 *   | summary | word 0 | word 1         | word 15 |
 *   +---------+--------+------ ... -----+---------+
 * </pre>
 *
 * <ul>
 *   <li>word w: bit b is set while somebody in the member of slot 64 w + b sleeps or is about to. Set by that member (compare-and-set),
 *       cleared by that member (compare-and-set) or by whoever takes the word to ring (get-and-set). All with volatile semantics.
 *   <li>summary: bit w is set if word w may be non-zero. Set by a sleeper after its bit in the word (compare-and-set), cleared by whoever drains,
 *       before it takes the words (get-and-set). Read volatile.
 * </ul>
 *
 * The file that holds the region starts with zeros: an empty set.
 */
public final class SleeperSetDescriptor {
    static final int WORDS = Member.SLOTS / Long.SIZE;
    static final int SUMMARY_OFFSET = 0;
    static final int WORDS_OFFSET = SUMMARY_OFFSET + Long.BYTES;

    /** Bytes that the region takes. */
    public static final int LENGTH = WORDS_OFFSET + WORDS * Long.BYTES;

    private SleeperSetDescriptor() {}

    static int wordOffset(int word) {
        return WORDS_OFFSET + word * Long.BYTES;
    }
}
