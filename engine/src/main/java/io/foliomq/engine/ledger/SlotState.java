package io.foliomq.engine.ledger;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The states of a slot and the only table of what may follow what. The ordinal is on disk. */
public enum SlotState {
    /** Waits for a consumer. All zero bits: a fresh slot needs no write. */
    READY,
    /** One consumer has the exclusive right to it. */
    LEASED,
    /** Done. */
    ACKNOWLEDGED,
    /** Waits for its due time. */
    DEFERRED,
    /** Expired, dropped, or undeliverable and copied to a dead-letter queue. */
    DEAD,
    /** Continues elsewhere. */
    MOVED;

    private static final SlotState[] BY_ORDINAL = values();
    private static final Map<SlotState, Set<SlotState>> NEXT = new EnumMap<>(Map.of(
            READY, EnumSet.of(LEASED, DEFERRED),
            DEFERRED, EnumSet.of(LEASED),
            LEASED, EnumSet.of(READY, DEFERRED, ACKNOWLEDGED, DEAD, MOVED),
            ACKNOWLEDGED, EnumSet.noneOf(SlotState.class),
            DEAD, EnumSet.noneOf(SlotState.class),
            MOVED, EnumSet.noneOf(SlotState.class)));

    static SlotState of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }

    /** Whether nobody will ever deliver it again. */
    public boolean isSettled() {
        return this == ACKNOWLEDGED || this == DEAD || this == MOVED;
    }

    public boolean canBecome(SlotState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
