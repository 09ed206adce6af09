package io.foliomq.engine;

import io.foliomq.engine.log.Forcing;

/**
 * What a call that has returned survives. In every level a store opens without corruption after a power loss, and nothing with wrong bytes is delivered; {@code docs/durability.md} has the details.
 */
public enum Durability {
    /** The death of any or all processes; not a power loss. The page cache holds the record. */
    PROCESS,
    /** Also a power loss, but for what was appended within the store's group interval before it. */
    GROUP,
    /**
     * Also a power loss: the record is on stable storage before the append returns, a slot before an acknowledge of a store opened at this level returns, and a commit is all or nothing. Concurrent
     * calls share a sync.
     */
    POWER;

    Forcing forcing() {
        return switch (this) {
            case PROCESS -> Forcing.NEVER;
            case GROUP -> Forcing.TOGETHER;
            case POWER -> Forcing.EACH;
        };
    }
}
