package io.foliomq.engine.member;

/**
 * One attached member, as tools show it. Pid and host are for people: neither says anything about identity or life.
 *
 * @param token the member's token
 * @param pid its process id, in the pid namespace of that process
 * @param host its host name when it attached
 * @param attachedMs when it attached, in ms since the epoch
 * @param alive whether its process held its lock when the list was made
 */
public record Attachment(long token, long pid, String host, long attachedMs, boolean alive) {
    public int slot() {
        return Member.slotOf(token);
    }
}
