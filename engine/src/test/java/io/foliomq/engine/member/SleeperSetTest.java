package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SleeperSetTest {
    private static final int OFFSET = 24;

    private final UnsafeBuffer memory =
            new UnsafeBuffer(ByteBuffer.allocateDirect(OFFSET + SleeperSetDescriptor.LENGTH + Long.BYTES));
    private final SleeperSet set = new SleeperSet(memory, OFFSET);
    private final List<Integer> drained = new ArrayList<>();

    @Test
    void shouldTakeSeventeenLongsAndTouchNothingElse() {
        assertThat(SleeperSetDescriptor.LENGTH).isEqualTo(17 * Long.BYTES);
        memory.setMemory(0, memory.capacity(), (byte) 0x5A);
        memory.setMemory(OFFSET, SleeperSetDescriptor.LENGTH, (byte) 0);
        IntStream.range(0, Member.SLOTS).forEach(set::add);
        set.drainTo(drained::add);
        assertThat(drained).hasSize(Member.SLOTS);
        for (int i = 0; i < memory.capacity(); i++) {
            boolean outside = i < OFFSET || i >= OFFSET + SleeperSetDescriptor.LENGTH;
            assertThat(memory.getByte(i)).as("byte %d", i).isEqualTo((byte) (outside ? 0x5A : 0));
        }
    }

    @Test
    void shouldPassEachSleeperOnceAndThenBeEmpty() {
        assertThat(set.isEmpty()).isTrue();
        for (int slot : new int[] {1023, 0, 63, 64, 0}) {
            set.add(slot);
        }
        assertThat(set.isEmpty()).isFalse();
        set.drainTo(drained::add);
        assertThat(drained).containsExactly(0, 63, 64, 1023);
        assertThat(set.isEmpty()).isTrue();
        set.drainTo(slot -> {
            throw new AssertionError("drained twice: slot=" + slot);
        });
    }

    @Test
    void shouldNotPassWhoeverLeft() {
        set.add(7);
        set.add(8);
        set.remove(7);
        set.remove(9);
        set.drainTo(drained::add);
        assertThat(drained).containsExactly(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1024, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseASlotThatNoMemberCanHave(int slot) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.add(slot))
                .withMessage("no such slot: slot=" + slot + ", accepted=0..1023");
        assertThatIllegalArgumentException().isThrownBy(() -> set.remove(slot));
        assertThat(set.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseARegionThatIsNotAligned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SleeperSet(memory, 12))
                .withMessage("region is not aligned: offset=12, accepted=a multiple of 8");
    }

    @Test
    void shouldPassEverybodyOnEvenIfTheCallFailsForSome() {
        IntStream.of(3, 70, 700).forEach(set::add);
        assertThatThrownBy(() -> set.drainTo(slot -> {
                    drained.add(slot);
                    if (slot != 70) {
                        throw new IllegalStateException("slot " + slot);
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("slot 3");
        assertThat(drained).containsExactly(3, 70, 700);
    }

    @Test
    void shouldIgnoreGarbageInTheSummary() {
        memory.putLong(OFFSET, -1L);
        set.add(5);
        set.drainTo(drained::add);
        assertThat(drained).containsExactly(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    void shouldBehaveLikeASetOfNumbers(long seed) {
        Random random = new Random(seed);
        Set<Integer> model = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            int slot = random.nextInt(Member.SLOTS);
            int operation = random.nextInt(100);
            if (operation < 60) {
                set.add(slot);
                model.add(slot);
            } else if (operation < 98) {
                set.remove(slot);
                model.remove(slot);
            } else {
                drained.clear();
                set.drainTo(drained::add);
                assertThat(drained).as("seed %d, step %d", seed, i).containsExactlyElementsOf(model);
                model.clear();
            }
            assertThat(!model.isEmpty() && set.isEmpty())
                    .as("seed %d, step %d", seed, i)
                    .isFalse();
        }
    }

    @Test
    void shouldSetTheWordBeforeTheSummary() {
        RecordedBuffer buffer = new RecordedBuffer();
        buffer.recordedSet().add(64);
        assertThat(buffer.accesses)
                .containsExactly(
                        "getLongVolatile@16", "compareAndSetLong@16", "getLongVolatile@0", "compareAndSetLong@0");
    }

    @Test
    void shouldClearTheSummaryBeforeItTakesTheWords() {
        RecordedBuffer buffer = new RecordedBuffer();
        buffer.plainSet().add(0);
        buffer.plainSet().add(64);
        buffer.recordedSet().drainTo(drained::add);
        assertThat(buffer.accesses).containsExactly("getAndSetLong@0", "getAndSetLong@8", "getAndSetLong@16");
    }

    @Test
    void shouldReadTheSummaryAloneToTellWhetherItIsEmpty() {
        RecordedBuffer buffer = new RecordedBuffer();
        assertThat(buffer.recordedSet().isEmpty()).isTrue();
        assertThat(buffer.accesses).containsExactly("getLongVolatile@0");
    }

    /** Whoever adds while another drains, or the other way round, at every step of either: it is rung, or it can still be found. */
    @ParameterizedTest
    @ValueSource(ints = {10, 11, 100})
    void shouldLoseNobodyWhereverAddAndDrainMeet(int neighbour) {
        int meetings = 0;
        for (int step = 0; step < 8; step++) {
            RecordedBuffer draining = new RecordedBuffer();
            draining.plainSet().add(neighbour);
            draining.intrude(step, () -> draining.plainSet().add(10));
            meetings += meetAndFindBoth(draining, () -> draining.recordedSet().drainTo(drained::add), neighbour);

            RecordedBuffer adding = new RecordedBuffer();
            adding.plainSet().add(neighbour);
            adding.intrude(step, () -> adding.plainSet().drainTo(drained::add));
            meetings += meetAndFindBoth(adding, () -> adding.recordedSet().add(10), neighbour);
        }
        assertThat(meetings).isGreaterThanOrEqualTo(4);
    }

    private int meetAndFindBoth(RecordedBuffer buffer, Runnable operation, int neighbour) {
        drained.clear();
        operation.run();
        if (!buffer.wasIntrudedUpon()) {
            return 0;
        }
        Set<Integer> found = new TreeSet<>(drained);
        found.addAll(buffer.visible());
        assertThat(found).as("accesses %s", buffer.accesses).contains(10, neighbour);
        return 1;
    }

    /** Two that drain at once share the sleepers: nobody is rung by both, nobody by neither. */
    @Test
    void shouldShareTheSleepersAmongThoseWhoDrainAtOnce() {
        for (int step = 0; step < 5; step++) {
            RecordedBuffer buffer = new RecordedBuffer();
            IntStream.of(1, 65, 129).forEach(buffer.plainSet()::add);
            drained.clear();
            buffer.intrude(step, () -> buffer.plainSet().drainTo(drained::add));
            buffer.recordedSet().drainTo(drained::add);
            assertThat(drained).as("step %d", step).containsExactlyInAnyOrder(1, 65, 129);
        }
    }
}
