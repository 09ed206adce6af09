package io.foliomq.engine.member;

import org.jspecify.annotations.Nullable;

/** What a slot's token stands for. The code is on disk: never renumber. */
enum MemberState {
    /** Nobody: the token is 0, or on its way there. */
    VACANT(0),
    /** A member that is alive unless its lock can be taken. */
    ATTACHED(1),
    /** A member that is known to be dead and not yet reaped. It never comes back. */
    DEAD(2);

    private static final MemberState[] BY_CODE = values();

    private final int code;

    MemberState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static @Nullable MemberState of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
