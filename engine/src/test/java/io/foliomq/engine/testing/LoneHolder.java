package io.foliomq.engine.testing;

import io.foliomq.engine.storage.Holder;

/** A member to which all others are dead. */
public record LoneHolder(long token) implements Holder {
    @Override
    public boolean isAlive(long other) {
        return false;
    }

    @Override
    public String describe(long other) {
        return "member " + other;
    }
}
