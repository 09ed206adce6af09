package io.foliomq.engine.storage;

import java.util.UUID;

/** The identity of a store, made once when the store is made; every file of the store repeats it. */
public record StoreId(long high, long low) {
    static StoreId random() {
        UUID uuid = UUID.randomUUID();
        return new StoreId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }
}
