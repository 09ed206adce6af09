package io.foliomq.engine;

/**
 * A commit was decided and could not be finished, for want of disk or because the disk failed. It must not be tried again: what was acknowledged is settled, and what was sent is appended as soon as that
 * is possible, by this process, or by whoever reaps it; what is sent meanwhile comes before it.
 */
public final class CommitUnfinishedException extends EngineException {
    private static final long serialVersionUID = 1L;

    CommitUnfinishedException(Throwable cause) {
        super("transaction is committed, and not finished yet: cause=" + cause, cause);
    }
}
