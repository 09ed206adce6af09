package io.foliomq.engine.member;

/** Cleans up after a member that died without closing. */
@FunctionalInterface
public interface DeathListener {
    /**
     * Completes what the dead member left behind. While this runs no other process reaps the same member; when it returns, the
     * member's slot is free for others and every living member is rung. If it throws, or if this process is killed before it
     * returns, the same token is reported again, here or in another process: this method must be idempotent.
     *
     * <p>Called on a thread of its own, on the thread that calls {@link Member#reapDead()}, or, if nothing but slots of dead members is
     * left to attach to, on the thread in {@link Member#attach}. {@link Member#isAlive} says {@code false} for the token meanwhile.
     *
     * @param token the dead member's token, never reused
     */
    void died(long token);
}
