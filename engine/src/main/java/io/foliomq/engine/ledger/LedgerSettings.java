package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.Holder;
import io.foliomq.engine.storage.StoreId;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/** What all ledgers of a store share. */
public record LedgerSettings(
        StoreId storeId,
        int segmentRecords,
        long timeoutNanos,
        Holder holder,
        EpochClock epochClock,
        NanoClock nanoClock) {}
