package io.foliomq.engine;

import java.util.Arrays;

/** A binary min-heap of (key, sequence) pairs in two arrays; 16 bytes an entry, no objects. Equal keys come out by sequence. Not thread-safe. */
final class SequenceHeap {
    private long[] keys = new long[16];
    private long[] sequences = new long[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long firstKey() {
        return keys[0];
    }

    void clear() {
        size = 0;
        if (keys.length > 1 << 16) {
            keys = new long[16];
            sequences = new long[16];
        }
    }

    /** Takes out every entry at or behind this sequence. */
    void removeFrom(long sequence) {
        int old = size;
        size = 0;
        for (int i = 0; i < old; i++) {
            if (sequences[i] < sequence) {
                // No entry moves behind the place that it is read from.
                add(keys[i], sequences[i]);
            }
        }
    }

    void add(long key, long sequence) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isLess(key, sequence, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        keys[at] = key;
        sequences[at] = sequence;
    }

    /** Takes the sequence with the smallest key. */
    long poll() {
        long first = sequences[0];
        size--;
        long key = keys[size];
        long sequence = sequences[size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isLess(keys[child + 1], sequences[child + 1], child)) {
                child++;
            }
            if (!isLess(keys[child], sequences[child], key, sequence)) {
                break;
            }
            move(child, at);
            at = child;
        }
        keys[at] = key;
        sequences[at] = sequence;
        return first;
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        sequences[to] = sequences[from];
    }

    private boolean isLess(long key, long sequence, int other) {
        return isLess(key, sequence, keys[other], sequences[other]);
    }

    private static boolean isLess(long key, long sequence, long otherKey, long otherSequence) {
        return key < otherKey || (key == otherKey && sequence < otherSequence);
    }
}
