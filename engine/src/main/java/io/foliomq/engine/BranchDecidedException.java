package io.foliomq.engine;

/** Somebody else has decided about a prepared transaction: otherwise, or likewise and is about to carry it out. */
public final class BranchDecidedException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final boolean committed;

    BranchDecidedException(String message, boolean committed) {
        super(message, null);
        this.committed = committed;
    }

    /** What was decided: {@code true} commit, {@code false} roll back. */
    public boolean isCommitted() {
        return committed;
    }
}
