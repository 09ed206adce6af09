package io.foliomq.engine;

/** What an append that has returned survives. In every level a store opens without corruption after a power loss. */
public enum Durability {
    /** The death of any or all processes; not a power loss. The page cache holds the record. */
    PROCESS,
    /** Also a power loss, but for what was appended within the store's group interval before it. */
    GROUP,
    /** Also a power loss: the record is on stable storage before the append returns. Concurrent appends share a sync. */
    POWER
}
