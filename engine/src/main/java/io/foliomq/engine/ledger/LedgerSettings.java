package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.Holder;
import io.foliomq.engine.storage.StoreId;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * What all ledgers of a store share.
 *
 * @param forced whether each acknowledge is, unless it says otherwise: then slots are reserved so that forcing a few of them is cheap
 */
public record LedgerSettings(
        StoreId storeId,
        int segmentRecords,
        boolean forced,
        long timeoutNanos,
        Holder holder,
        EpochClock epochClock,
        NanoClock nanoClock) {}
