package io.foliomq.engine;

import io.foliomq.engine.member.Member;
import io.foliomq.engine.storage.Holder;

/** Lets our member hold mapped mutexes. */
record MemberHolder(Member member) implements Holder {
    @Override
    public long token() {
        return member.token();
    }

    @Override
    public boolean isAlive(long token) {
        return member.isAlive(token);
    }

    @Override
    public String describe(long token) {
        return member.describe(token);
    }
}
