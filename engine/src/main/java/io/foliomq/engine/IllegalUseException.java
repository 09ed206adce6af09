package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** Used after close, or in a state that does not allow it. */
public final class IllegalUseException extends EngineException {
    private static final long serialVersionUID = 1L;

    IllegalUseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
