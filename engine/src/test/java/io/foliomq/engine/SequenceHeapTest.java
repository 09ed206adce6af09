package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceHeapTest {
    private record Entry(long key, long sequence) {}

    @Test
    void shouldGiveOutWhatAPriorityQueueDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SequenceHeap heap = new SequenceHeap();
        PriorityQueue<Entry> expected =
                new PriorityQueue<>(Comparator.comparingLong(Entry::key).thenComparingLong(Entry::sequence));
        for (int i = 0; i < 20_000; i++) {
            if (expected.isEmpty() || random.nextInt(5) < 3) {
                Entry entry = new Entry(random.nextInt(50), random.nextInt(50));
                heap.add(entry.key(), entry.sequence());
                expected.add(entry);
            } else {
                assertThat(heap.firstKey())
                        .as("seed=%d", seed)
                        .isEqualTo(expected.element().key());
                assertThat(heap.poll())
                        .as("seed=%d", seed)
                        .isEqualTo(expected.remove().sequence());
            }
            assertThat(heap.size()).as("seed=%d", seed).isEqualTo(expected.size());
        }
        heap.clear();
        assertThat(heap.isEmpty()).isTrue();
    }
}
