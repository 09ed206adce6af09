package io.foliomq.engine;

import io.foliomq.engine.storage.StoreFault;

/** What a tailer's walk needs from around it. */
interface TailerEnvironment {
    /** ms since the epoch. */
    long nowMs();

    /** The walk left a segment: it may be settled by now. */
    void segmentLeft();

    /** A record was found damaged. */
    void report(StoreFault fault);
}
