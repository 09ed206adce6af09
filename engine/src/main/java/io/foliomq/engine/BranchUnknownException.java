package io.foliomq.engine;

/** No transaction is prepared under this name: it never was, or it is over. */
public final class BranchUnknownException extends EngineException {
    private static final long serialVersionUID = 1L;

    BranchUnknownException(String message) {
        super(message, null);
    }
}
