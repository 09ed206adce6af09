package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** A transaction is prepared under this name already. */
public final class BranchPreparedException extends EngineException {
    private static final long serialVersionUID = 1L;

    BranchPreparedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
