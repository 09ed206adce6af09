package io.foliomq.engine;

import org.jspecify.annotations.Nullable;

/** A limit is reached: depth or bytes of a destination, free disk, or the time that a living member may hold a lane. Nothing was appended; try again later. */
public final class LimitExceededException extends EngineException {
    private static final long serialVersionUID = 1L;

    LimitExceededException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
