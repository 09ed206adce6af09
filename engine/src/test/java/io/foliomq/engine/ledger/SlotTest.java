package io.foliomq.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {
    /** The table once more, by hand. */
    private static final Map<SlotState, Set<SlotState>> LEGAL = Map.of(
            SlotState.READY, Set.of(SlotState.LEASED, SlotState.DEFERRED),
            SlotState.DEFERRED, Set.of(SlotState.LEASED),
            SlotState.LEASED,
                    Set.of(
                            SlotState.READY,
                            SlotState.DEFERRED,
                            SlotState.ACKNOWLEDGED,
                            SlotState.DEAD,
                            SlotState.MOVED),
            SlotState.ACKNOWLEDGED, Set.of(),
            SlotState.DEAD, Set.of(),
            SlotState.MOVED, Set.of());

    private static long become(long slot, SlotState next) {
        return switch (next) {
            case READY -> Slot.ready(slot);
            case LEASED -> Slot.leased(slot, 5);
            case DEFERRED -> Slot.deferred(slot, 9);
            default -> Slot.settled(slot, next);
        };
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllowWhatTheTableSaysAndFailByNameOtherwise(SlotState from) {
        long slot = Slot.counted(from.ordinal());
        for (SlotState next : SlotState.values()) {
            if (LEGAL.getOrDefault(from, Set.of()).contains(next)) {
                long changed = become(slot, next);
                assertThat(Slot.state(changed)).isEqualTo(next);
                assertThat(Slot.count(changed)).isEqualTo(1);
            } else {
                assertThatThrownBy(() -> become(slot, next))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("from=" + from)
                        .hasMessageContaining("to=" + next);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_764_000_000_000L, Slot.LATEST_DUE_MS, Slot.LATEST_DUE_MS + 1, Long.MAX_VALUE})
    void shouldKeepDueTimesThatItCannotHoldInTheFarFuture(long due) {
        assertThat(Slot.dueMs(Slot.deferred(0, due))).isEqualTo(Math.min(due, Slot.LATEST_DUE_MS));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023})
    void shouldNameItsConsumerAndStopCounting(int consumer) {
        long slot = 0;
        for (int i = 0; i < Slot.LARGEST_COUNT + 3; i++) {
            slot = Slot.counted(slot);
        }
        long leased = Slot.leased(slot, consumer);
        assertThat(Slot.count(leased)).isEqualTo(Slot.LARGEST_COUNT);
        assertThat(Slot.consumer(leased)).isEqualTo(consumer);
    }
}
